using System.Security.Authentication;

namespace Msmtp.Connector.Tcp.Tests.Tls;

public sealed class TlsPrioritiesTests
{
    [Theory]
    [InlineData("NORMAL", SslProtocols.None)]
    [InlineData("normal", SslProtocols.None)]
    [InlineData("NORMAL:-VERS-TLS1.3", SslProtocols.Tls12)]
    [InlineData("NORMAL:!VERS-TLS1.2", SslProtocols.Tls13)]
    [InlineData("NORMAL:-VERS-TLS1.0:-VERS-TLS1.1:-VERS-SSL3.0:-VERS-DTLS-ALL", SslProtocols.None)]
    [InlineData("NORMAL:-VERS-TLS-ALL:+VERS-TLS1.2", SslProtocols.Tls12)]
    [InlineData("NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3", SslProtocols.None)]
    public void Versions_are_obeyed(string priorities, SslProtocols versions) => Assert.Equal(versions, TlsPriorities.Versions(priorities));

    [Theory]
    [InlineData("FOO", 1)]
    [InlineData("", 1)]
    [InlineData("-VERS-TLS1.3", 1)]
    [InlineData("NORMAL -VERS-TLS1.3", 1)]
    [InlineData("NORMAL:-VERS-ALL", 1)]
    [InlineData("NORMAL:", 8)]
    [InlineData("NORMAL:FOO", 8)]
    [InlineData("NORMAL:-FOO", 8)]
    [InlineData("NORMAL:+VERS-TLS9", 8)]
    [InlineData("NORMAL:-VERS-TLS1.3:%FOO", 21)]
    public void What_means_nothing_is_an_error_with_its_place(string priorities, int position) =>
        Assert.Equal($"error in priority string at position {position}", Problem(priorities));

    [Theory]
    [InlineData("SECURE256", "SECURE256")]
    [InlineData("NORMAL:-AES-128-CBC", "-AES-128-CBC")]
    [InlineData("NORMAL:+VERS-TLS1.0", "+VERS-TLS1.0")]
    [InlineData("SECURE192:-VERS-TLS1.2", "SECURE192")]
    [InlineData("PFS", "PFS")]
    [InlineData("NORMAL:%COMPAT", "%COMPAT")]
    [InlineData("NORMAL:-VERS-TLS1.3:%SAFE_RENEGOTIATION", "%SAFE_RENEGOTIATION")]
    [InlineData("NORMAL:%PROFILE_HIGH", "%PROFILE_HIGH")]
    public void What_cannot_be_done_is_never_ignored(string priorities, string item) =>
        Assert.Equal($"{item} cannot be honoured by this TLS library", Problem(priorities));

    static string Problem(string priorities) => Assert.Throws<InvalidDataException>(() => TlsPriorities.Versions(priorities)).Message;
}

using System.Net.Security;
using System.Security.Authentication;

namespace Msmtp.Connector.Tcp;

/// <summary>The parameters of a session the way GnuTLS writes them: <c>(TLS1.2)-(ECDHE-RSA)-(AES-256-GCM)</c>.</summary>
static class CipherSuiteText
{
    const string With = "_WITH_";

    public static string Describe(SslProtocols protocol, TlsCipherSuite suite)
    {
        var name = suite.ToString();
        name = name.StartsWith("TLS_", StringComparison.Ordinal) ? name["TLS_".Length..] : name;
        var with = name.IndexOf(With, StringComparison.Ordinal);
        return with < 0
            ? $"({Version(protocol)})-({WithoutHash(name)})"
            : $"({Version(protocol)})-({Dashed(name[..with])})-({WithoutHash(name[(with + With.Length)..])})";
    }

    static string Version(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLS1.3",
        SslProtocols.Tls12 => "TLS1.2",
        _ => protocol.ToString(),
    };

    // The last part is the hash: of the key derivation with GCM and similar modes, of the records with CBC.
    static string WithoutHash(string cipher)
    {
        var last = cipher.LastIndexOf('_');
        return Dashed(last > 0 && cipher[(last + 1)..].StartsWith("SHA", StringComparison.Ordinal) ? cipher[..last] : cipher);
    }

    static string Dashed(string name) => name.Replace('_', '-');
}

using Msmtp.Text;

namespace Msmtp.Parity;

/// <summary>
/// What a program is given. In every text @PORT@ is the server's port, @CLOSED@ a port where nobody listens, @HOME@ the home
/// directory and @name@ a certificate or fingerprint of <see cref="Certificates"/>. Texts are octets as <see cref="OctetText"/>
/// has them: UTF-8, and U+DCxx for an octet that is no UTF-8.
/// </summary>
public sealed record Scenario
{
    /// <summary>The arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [Some.Recipient];

    /// <summary>The base name of argv[0].</summary>
    public string CalledBy { get; init; } = "msmtp";

    /// <summary>~/.msmtprc; null: there is none.</summary>
    public string? Msmtprc { get; init; } = Some.Msmtprc;

    /// <summary>More files, by their names in the home directory.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Standard input.</summary>
    public string Input { get; init; } = Some.Mail;

    /// <summary>Variables besides the usual ones; null: removed.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>How the server answers.</summary>
    public ServerScript Server { get; init; } = new();

    /// <summary>What is compared.</summary>
    public Compared Compared { get; init; } = Compared.Everything;
}

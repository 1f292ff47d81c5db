using System.Globalization;

namespace Msmtp.Bench;

/// <summary>The server of a cell, as both libraries are told of it.</summary>
/// <param name="Port">Its port of this machine.</param>
/// <param name="AuthorityFile">Whose certificates are trusted; null: it does not encrypt.</param>
sealed record Server(int Port, string? AuthorityFile)
{
    public const string Host = "localhost";

    // MailKit gives every command two minutes, unless it is told otherwise.
    const string Timeout = "120";

    public Dictionary<string, string> Settings
    {
        get
        {
            var settings = new Dictionary<string, string>
            {
                ["host"] = Host,
                ["port"] = Port.ToString(CultureInfo.InvariantCulture),
                ["from"] = Letter.From,
                ["timeout"] = Timeout,
            };
            if (AuthorityFile is not null)
                (settings["tls"], settings["tls_trust_file"]) = ("on", AuthorityFile);
            return settings;
        }
    }
}

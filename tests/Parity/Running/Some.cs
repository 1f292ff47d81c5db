namespace Msmtp.Parity;

/// <summary>The usual ingredients of a scenario.</summary>
static class Some
{
    public const string Recipient = "you@example.net";

    /// <summary>An account at the server.</summary>
    public const string Msmtprc = "account default\nhost 127.0.0.1\nport @PORT@\nfrom me@example.org\n";

    /// <summary>Header fields that leave nothing to add.</summary>
    public const string Header =
        "From: Me <me@example.org>\nDate: Mon, 02 Jan 2023 10:11:12 +0000\nMessage-ID: <1@example.org>\n";

    /// <summary>A mail that goes out as it stands.</summary>
    public const string Mail = Header + "To: you@example.net\nSubject: parity\n\nHello.\n";
}

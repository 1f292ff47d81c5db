namespace Msmtp.Testing;

/// <summary>Mails for transports to carry.</summary>
static class SomeMail
{
    public const string From = "me@example.org";

    public const string Plain = "Subject: plain\n\nhello\nworld\n";

    public static OutgoingMail Of(string text, params string[] to) => Of(text, new MemoryStream(Octets(Body(text))), to);

    /// <summary>A mail whose body is read octet by octet.</summary>
    public static OutgoingMail Dripping(string text) => Of(text, new DrippingBody(Octets(Body(text))));

    public static OutgoingMail Of(string text, Stream body, params string[] to) => new(
        new SmtpEnvelope(new ReversePath(From), [.. (to.Length > 0 ? to : ["you@example.net"]).Select(static path => new ForwardPath(path))]),
        new MessageContent(Octets(text[..^Body(text).Length]), body));

    /// <summary>The message with CR LF line ends, as the other end sees it; a bare CR counts as a line end (RFC 5321 §2.3.8).</summary>
    public static byte[] OnTheWire(string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (!lines.EndsWith('\n'))
            lines += "\n";
        return Octets(lines.Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    static string Body(string text) => text.IndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var end ? text[(end + 2)..] : "";

    static byte[] Octets(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}

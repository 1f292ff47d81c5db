using System.Globalization;
using System.Net;
using Msmtp.Server;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>
/// The Received field that msmtpd puts before a mail (RFC 5321 §4.4), without names from the DNS, which would have to be waited for. Nothing
/// here does I/O.
/// </summary>
static class TraceField
{
    public static byte[] Of(MailEnvelope envelope, string hostName, DateTimeOffset time, string lineEnd)
    {
        var client = envelope.Client;
        var source = client.RemoteEndPoint is IPEndPoint { Address: var address } ? $"[{address}]" : client.SystemUser ?? "local";
        var zone = time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        var date = time.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + zone;
        return OctetText.Encode(
            $"Received: from {Word(client.Name)} ({source}){lineEnd}\tby {hostName} (msmtpd) with {Protocol(client)};{lineEnd}\t{date}{lineEnd}");
    }

    static string Protocol(SmtpClientFacts client) => client.UserName is null ? "ESMTP" : "ESMTPA"; // RFC 3848

    // What the client calls itself is its own affair, but not what follows in the field.
    static string Word(string name) => string.Create(name.Length, name, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = char.IsAsciiLetterOrDigit(source[i]) || "-._:[]".Contains(source[i], StringComparison.Ordinal) ? source[i] : '?';
    });
}

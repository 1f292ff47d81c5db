using System.Globalization;
using System.Security.Cryptography;

namespace Msmtp.Server;

/// <summary>File names in a Maildir (cr.yp.to/proto/maildir.html): seconds "." what is unique within the second "." host.</summary>
static class UniqueName
{
    static long counter;

    public static string Create(string hostName, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var count = Interlocked.Increment(ref counter);
        var random = RandomNumberGenerator.GetHexString(16);
        var microseconds = now.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{now.ToUnixTimeSeconds()}.M{microseconds}P{Environment.ProcessId}Q{count}R{random}.{Escape(hostName)}");
    }

    // "/" would leave the directory; ":" introduces the flags.
    static string Escape(string hostName) =>
        hostName.Replace("/", @"\057", StringComparison.Ordinal).Replace(":", @"\072", StringComparison.Ordinal);
}

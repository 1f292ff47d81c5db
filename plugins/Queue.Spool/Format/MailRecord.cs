using System.Buffers.Text;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Queue.Spool.Format;

/// <summary>
/// A line with a checksum in front, appended to the file of a mail. What a crash left of one does not count, and does not spoil the one behind
/// it. Nothing here does I/O.
/// </summary>
static class MailRecord
{
    const int Digits = 8;

    /// <summary>The octets of a record.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isBehindTorn">It comes behind what was not written completely.</param>
    public static byte[] Write(string line, bool isBehindTorn)
    {
        var octets = OctetText.Encode(line);
        var sum = Encoding.ASCII.GetBytes(Checksum.Of(octets).ToString("x8", System.Globalization.CultureInfo.InvariantCulture));
        return isBehindTorn ? [(byte)'\n', .. sum, (byte)' ', .. octets, (byte)'\n'] : [.. sum, (byte)' ', .. octets, (byte)'\n'];
    }

    /// <summary>Reads the next complete record. Null: there is none.</summary>
    public static string? Read(ref ReadOnlySpan<byte> octets)
    {
        while (octets.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = octets[..end];
            octets = octets[(end + 1)..];
            if (line.Length > Digits && line[Digits] == ' '
                && Utf8Parser.TryParse(line[..Digits], out uint sum, out var used, 'x') && used == Digits && sum == Checksum.Of(line[(Digits + 1)..]))
                return OctetText.Decode(line[(Digits + 1)..]);
        }
        return null;
    }
}

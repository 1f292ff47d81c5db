using System.Globalization;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>The memory of a running process, as whoever has taken it over would see it.</summary>
/// <param name="processId">The process.</param>
sealed class ProcessMemory(int processId)
{
    /// <summary>Skips the test where the system does not show it.</summary>
    public void SkipUnlessShown()
    {
        try
        {
            using var memory = Open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"the system does not show the memory of another process: {e.Message}");
        }
    }

    /// <summary>How often each of these stands in what the process can write to.</summary>
    public IReadOnlyDictionary<string, int> Count(IReadOnlyDictionary<string, byte[]> wanted)
    {
        using var memory = Open();
        var counts = wanted.Keys.ToDictionary(static name => name, static _ => 0);
        foreach (var region in WritableRegions())
        {
            var octets = Read(memory, region.Start, region.Length);
            foreach (var (name, needle) in wanted)
                counts[name] += Occurrences(octets, needle);
        }
        return counts;
    }

    FileStream Open() => new($"/proc/{processId}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);

    // address           perms offset  dev   inode   pathname
    // 00e03000-00e24000 rw-p 00000000 00:00 0       [heap]
    IEnumerable<(long Start, int Length)> WritableRegions()
    {
        foreach (var line in File.ReadLines($"/proc/{processId}/maps"))
        {
            if (line.Split(' ') is not [var range, ['r', 'w', ..], ..])
                continue;
            var ends = Array.ConvertAll(range.Split('-'), Address);
            for (var start = ends[0]; start < ends[1]; start += Piece)
                yield return (start, (int)Math.Min(Piece + Overlap, ends[1] - start));
        }
    }

    static long Address(string text) => long.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // The garbage collector reserves much; what was never touched reads as zeros.
    const long Piece = 16 << 20;
    const long Overlap = 1 << 10;

    static byte[] Read(FileStream memory, long start, int length)
    {
        var octets = new byte[length];
        try
        {
            memory.Position = start;
            memory.ReadAtLeast(octets, length, throwOnEndOfStream: false);
        }
        catch (IOException)
        {
            // A page that is mapped and not there, such as one behind the end of a file.
        }
        return octets;
    }

    static int Occurrences(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> needle)
    {
        var count = 0;
        for (var at = octets.IndexOf(needle); at >= 0; at = octets.IndexOf(needle))
        {
            count++;
            octets = octets[(at + needle.Length)..];
        }
        return count;
    }
}

using System.Runtime.Versioning;

namespace Msmtp.Queue.Spool.Tests.Durability;

/// <summary>What a disk may have after the power was cut: everything that was synced, and any part of the rest.</summary>
/// <param name="Changes">The changes that are on it, in their order.</param>
/// <param name="Torn">The one of which only the first half is; null: none.</param>
[SupportedOSPlatform("linux")]
sealed record DiskState(IReadOnlyList<DiskChange> Changes, WrittenOctets? Torn)
{
    // Of more than this, not every subset is looked at.
    const int Few = 6;
    const int Sample = 40;

    /// <summary>All states after these steps.</summary>
    public static IEnumerable<DiskState> After(IEnumerable<Step> steps, Random random)
    {
        var happened = new List<DiskChange>();
        var durable = new HashSet<DiskChange>(ReferenceEqualityComparer.Instance);
        foreach (var step in steps)
        {
            if (step is Step.Change change)
                happened.Add(change.What);
            else if (step is Step.Synced synced)
                durable.UnionWith(synced.What);
        }
        var pending = happened.Where(change => !durable.Contains(change)).ToList();
        foreach (var kept in Subsets(pending, random))
        {
            var there = happened.Where(change => durable.Contains(change) || kept.Contains(change)).ToList();
            yield return new DiskState(there, null);
            foreach (var torn in kept.OfType<WrittenOctets>())
                yield return new DiskState(there, torn);
        }
    }

    /// <summary>Makes the disk so, below a folder.</summary>
    public void Write(string folder)
    {
        var octets = new Dictionary<int, byte[]>();
        var places = new Dictionary<int, string>();
        var folders = new Dictionary<int, Dictionary<string, int>> { [0] = [] };
        foreach (var change in Changes)
        {
            if (change is WrittenOctets written)
                octets[written.File] = Written(octets.GetValueOrDefault(written.File, []), written, ReferenceEquals(written, Torn));
            else if (change is ChangedName { File: { } file } named)
                Names(named.Folder)[named.Name] = file;
            else if (change is ChangedName gone)
                Names(gone.Folder).Remove(gone.Name);
        }
        Write(0, folder);

        Dictionary<string, int> Names(int number)
        {
            if (!folders.TryGetValue(number, out var names))
                folders[number] = names = [];
            return names;
        }

        void Write(int number, string path)
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var (name, file) in Names(number))
            {
                var place = Path.Combine(path, name);
                if (folders.ContainsKey(file) || !char.IsUpper(name[0]) && !char.IsDigit(name[0]))
                    Write(file, place);
                else if (!places.TryAdd(file, place))
                    Assert.Equal(0, Native.link(Native.Path(places[file]), Native.Path(place)));
                else
                {
                    File.WriteAllBytes(place, octets.GetValueOrDefault(file, []));
                    File.SetUnixFileMode(place, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                }
            }
        }
    }

    /// <summary>The same for two states of which nothing differs.</summary>
    public string Fingerprint() => string.Join('|', Changes.Select(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode))
        + $"/{(Torn is null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Torn))}";

    static byte[] Written(byte[] before, WrittenOctets change, bool isTorn)
    {
        var octets = new byte[Math.Max(before.Length, change.Offset + change.Octets.Length)];
        before.CopyTo(octets, 0);
        var count = isTorn ? change.Octets.Length / 2 : change.Octets.Length;
        octets.AsSpan((int)change.Offset, change.Octets.Length).Clear();
        change.Octets.AsSpan(0, count).CopyTo(octets.AsSpan((int)change.Offset));
        return octets;
    }

    static IEnumerable<HashSet<DiskChange>> Subsets(List<DiskChange> pending, Random random)
    {
        for (var i = 0; i < (pending.Count <= Few ? 1 << pending.Count : Sample); i++)
        {
            var number = pending.Count <= Few ? i : random.Next();
            yield return new HashSet<DiskChange>(pending.Where((_, bit) => (number >> (bit % 31) & 1) != 0), ReferenceEqualityComparer.Instance);
        }
        if (pending.Count > Few)
        {
            yield return new HashSet<DiskChange>(ReferenceEqualityComparer.Instance);
            yield return new HashSet<DiskChange>(pending, ReferenceEqualityComparer.Instance);
        }
    }
}

using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>What the argument of an <c>include</c> means: a file, or the files of a folder.</summary>
static class IncludePath
{
    // Editors, patch(1) and package managers leave copies beside a file, under names that begin like its own.
    static readonly string[] Leftovers =
    [
        "~", ",v", ".bak", ".old", ".orig", ".rej", ".save", ".tmp", ".swp", ".disabled", ".cfsaved",
        ".rpmnew", ".rpmorig", ".rpmsave", ".pacnew", ".pacorig", ".pacsave",
    ];

    static readonly string[] LeftoversOfPackages = [".dpkg-", ".ucf-"];

    /// <summary>The path that is meant: a relative one begins in the folder of the file that includes, by the name that it was called by.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="file">The file that includes.</param>
    /// <param name="home">The home directory, for a leading <c>~</c>.</param>
    public static string Of(string argument, string file, string home) => argument is ['~', ..]
        ? home + argument[1..]
        : Path.Combine(Path.GetDirectoryName(file) ?? "", argument);

    /// <summary>The argument is meant as a pattern of the shell.</summary>
    public static bool IsPattern(string argument) => argument.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>The names in a folder that belong to files, in the order of their octets: what stands first is read first.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Its permissions do not allow it.</exception>
    public static string[] FilesIn(string folder)
    {
        var paths = Directory.GetFileSystemEntries(folder);
        Array.Sort(paths, static (one, other) => OctetText.Encode(one).AsSpan().SequenceCompareTo(OctetText.Encode(other)));
        return paths;
    }

    /// <summary>A name in an included folder that is passed over: hidden, a copy that was left behind, or a folder.</summary>
    public static bool IsPassedOver(string path)
    {
        var name = Path.GetFileName(path);
        return name is ['.', ..] or ['#', .., '#'] || IsLeftover(name) || Directory.Exists(path);
    }

    static bool IsLeftover(string name)
    {
        foreach (var end in Leftovers)
            if (name.EndsWith(end, StringComparison.Ordinal))
                return true;
        foreach (var mark in LeftoversOfPackages)
            if (name.Contains(mark, StringComparison.Ordinal))
                return true;
        return false;
    }
}

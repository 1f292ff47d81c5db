namespace Msmtp.Hosting;

/// <summary>
/// Which files a msmtprc includes, for whoever wants to know whether it has changed: nothing that they say is done, and what is wrong in them ends
/// the search without a word.
/// </summary>
sealed class IncludeScan(Expansion expansion)
{
    readonly IncludedFiles found = new();

    /// <summary>The files and folders that it includes, and what they are at present.</summary>
    public static IncludedFiles Of(string path, Expansion expansion)
    {
        var scan = new IncludeScan(expansion);
        scan.Read(path, depth: 0);
        return scan.found;
    }

    void Read(string path, int depth)
    {
        // What is in a pipe is there once.
        if (depth > ConfigurationPlace.DeepestInclude || FileVersion.Of(path).Size <= 0)
            return;
        try
        {
            using var file = File.OpenHandle(path);
            using var content = WholeFile.Read(file);
            Read(path, content.Memory[ByteOrderMark.LengthIn(content.Octets)..], depth);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or MailException)
        {
            // The file is known, and is what has to be mended.
        }
    }

    void Read(string path, ReadOnlyMemory<byte> octets, int depth)
    {
        var expands = false;
        while (!octets.IsEmpty)
        {
            if (ConfigurationLine.Read(ConfigurationLines.Next(ref octets)) is not { } line)
                continue;
            if (line.Command == ConfigurationReader.Expand)
                expands = line.Argument != "off";
            else if (line.Command == ConfigurationReader.Include)
                Include(IncludePath.Of(Argument(line, expands), path, expansion.Home), depth);
        }
    }

    // Without its variables a path leads nowhere, and so it does when it is read.
    string Argument(ConfigurationLine line, bool expands) =>
        expands && Expansion.IsNeeded(line.Octets.Span) ? expansion.Expand(line.Argument, later: "", isName: false).Text : line.Argument;

    void Include(string path, int depth)
    {
        Add(path, depth);
        if (!Directory.Exists(path))
            return;
        foreach (var file in IncludePath.FilesIn(path))
            if (!IncludePath.IsPassedOver(file))
                Add(file, depth);
    }

    void Add(string path, int depth)
    {
        if (found.Count >= ConfigurationReader.MostIncludes)
            return;
        found.Add(path);
        Read(path, depth + 1);
    }
}

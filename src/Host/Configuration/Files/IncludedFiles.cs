namespace Msmtp.Hosting;

/// <summary>
/// The files and folders that were included while a configuration was read, right or wrong, and what they were then. Without any it costs
/// nothing.
/// </summary>
sealed class IncludedFiles
{
    List<Known>? known;

    sealed record Known(string Path, FileVersion Version);

    /// <summary>How many there are.</summary>
    public int Count => known?.Count ?? 0;

    /// <summary>Why the last one could not be read, if its permissions do not allow it; null: that was not the matter.</summary>
    public string? Denied { get; set; }

    /// <summary>Notes one. Before it is read: a change meanwhile is seen by whoever looks next.</summary>
    public void Add(string path) => (known ??= []).Add(new Known(path, FileVersion.Of(path)));

    /// <summary>One of them is not what it was: changed, gone or there now.</summary>
    public bool HaveChanged()
    {
        foreach (var file in known ?? [])
            if (FileVersion.Of(file.Path) != file.Version)
                return true;
        return false;
    }

    /// <summary>When one of them was changed last; null: there is none.</summary>
    public DateTime? LastChange()
    {
        DateTime? last = null;
        foreach (var file in known ?? [])
            if (file.Version != default && (last is null || file.Version.Changed > last))
                last = file.Version.Changed;
        return last;
    }
}

namespace Msmtp.Cli;

/// <summary>All options of the command line: the command's own, and those of plugins.</summary>
sealed class OptionTable
{
    readonly List<KnownOption> options = new(capacity: 128);

    /// <summary>Builds the table.</summary>
    public OptionTable(IEnumerable<SettingKey> settings, IEnumerable<CommandMode> modes)
    {
        options.AddRange(OwnOptions.All);
        foreach (var mode in modes)
            options.Add(new KnownOption(mode.Option) { Mode = mode });
        foreach (var key in settings)
            Add(key);
    }

    /// <summary>A table of these options alone.</summary>
    public OptionTable(IReadOnlyList<KnownOption> all) => options.AddRange(all);

    /// <summary>The options in no particular order.</summary>
    public IReadOnlyList<KnownOption> All => options;

    /// <summary>The option with this letter; null: there is none.</summary>
    public KnownOption? Find(char letter)
    {
        foreach (var known in options)
        {
            if (known.Option.Letter == letter)
                return known;
        }
        return null;
    }

    /// <summary>The options that a long name, in full or abbreviated, may stand for: none, one, or several.</summary>
    public IReadOnlyList<KnownOption> Find(ReadOnlySpan<char> name)
    {
        foreach (var known in options)
        {
            if (known.Option.Name.Length > 0 && name.SequenceEqual(known.Option.Name))
                return [known];
        }
        // An abbreviation of an option of msmtp stays one, whatever options are added to msmtp's.
        var candidates = Abbreviated(name, isOwn: false);
        return candidates.Count > 0 ? candidates : Abbreviated(name, isOwn: true);
    }

    void Add(SettingKey key)
    {
        var spellings = key.Spellings;
        for (var i = 0; i < spellings.Count; i++)
        {
            if (spellings[i].Option is { } option)
                options.Add(new KnownOption(option) { Setting = spellings[i] });
        }
    }

    List<KnownOption> Abbreviated(ReadOnlySpan<char> name, bool isOwn)
    {
        var candidates = new List<KnownOption>();
        foreach (var known in options)
        {
            if (known.Option.Rank >= SettingOption.FirstOwnRank == isOwn && IsAbbreviation(name, known.Option.Name))
                candidates.Add(known);
        }
        return candidates.Count > 1 && candidates.TrueForAll(candidates[0].DoesTheSameAs) ? candidates[..1] : candidates;
    }

    static bool IsAbbreviation(ReadOnlySpan<char> text, string name) => name.Length > 0 && name.StartsWith(text, StringComparison.Ordinal);
}

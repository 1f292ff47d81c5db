namespace Msmtp.Hosting;

/// <summary>What has been read so far, of one msmtprc and the files that it includes.</summary>
/// <param name="accounts">Takes the settings.</param>
sealed class ConfigurationReading(AccountsBuilder accounts)
{
    List<string>? notes;

    public AccountsBuilder Accounts => accounts;

    /// <summary>The file belongs to the user, and so does what it includes.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The commands of the <c>eval</c> lines, with line ends between them; null: there was none.</summary>
    public string? Commands { get; private set; }

    /// <summary>A failure says how its file came to be read.</summary>
    public bool IsTraced { get; set; }

    /// <summary>A line has failed that needs a variable which is not set.</summary>
    public bool LacksVariable { get; set; }

    /// <inheritdoc cref="ConfigurationFile.Notes"/>
    public IReadOnlyList<string> Notes => notes ?? [];

    public void AddCommand(string command) => Commands = Commands is null ? command : $"{Commands}\n{command}";

    public void Note(string line) => (notes ??= []).Add(line);
}

/// <summary>A file while it is read: how errors name it, and who has included it.</summary>
/// <param name="path">Its name.</param>
/// <param name="includedBy">The file that has included it; null: none has.</param>
sealed class ConfigurationPlace(string path, ConfigurationPlace? includedBy = null)
{
    /// <summary>How many files may stand between a file and the one that includes the others, itself counted.</summary>
    public const int DeepestInclude = 16;

    public string Path => path;

    /// <summary>The line that is read, from 1.</summary>
    public int Line { get; set; }

    /// <summary>What follows that line.</summary>
    public ReadOnlyMemory<byte> Below { get; set; }

    /// <summary>A line above said <c>expand on</c>.</summary>
    public bool Expands { get; set; }

    public bool IsIncluded => includedBy is not null;

    /// <summary>What errors begin with.</summary>
    public string Title => $"{path}: line {Line}";

    /// <summary>How it came to be read: <c>included in line 2 of b, included in line 1 of a</c>.</summary>
    public string Origin
    {
        get
        {
            var origin = "";
            for (var place = includedBy; place is not null; place = place.IncludedBy)
                origin += $"{(origin.Length == 0 ? "" : ", ")}included in line {place.Line} of {place.Path}";
            return origin;
        }
    }

    ConfigurationPlace? IncludedBy => includedBy;

    /// <summary>A file that this one includes.</summary>
    /// <exception cref="InvalidDataException">That would never end.</exception>
    public ConfigurationPlace Including(string other)
    {
        var real = RealPath.Of(other);
        var depth = 0;
        for (var place = this; place is not null; place = place.IncludedBy, depth++)
            if (RealPath.Of(place.Path) == real)
                throw new InvalidDataException($"{other} includes itself: {Chain(place)} includes {other}");
        return depth <= DeepestInclude
            ? new ConfigurationPlace(other, this)
            : throw new InvalidDataException($"{other} is included too deep: {DeepestInclude} files already include each other");
    }

    // From a file above down to this one.
    string Chain(ConfigurationPlace from)
    {
        var chain = path;
        for (var place = this; place != from && place?.IncludedBy is { } above; place = above)
            chain = $"{above.Path} includes {chain}";
        return chain;
    }

    /// <summary>A line is wrong.</summary>
    public MailException Wrong(InvalidDataException e, string? advice = null) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"{Title}: {e.Message}", inner: e) { Advice = advice };

    /// <inheritdoc cref="Wrong(InvalidDataException, string?)"/>
    public MailException Wrong(string problem, string? advice = null) => Wrong(new InvalidDataException(problem), advice);

    /// <summary>What a line asked for has failed.</summary>
    public MailException Failed(MailException e) => new(e.Failure with { Message = $"{Title}: {e.Message}" }, e);
}

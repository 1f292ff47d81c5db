using System.Security.Cryptography;

namespace Msmtp.Hosting;

/// <summary>
/// Reads one msmtprc and what it includes: turns lines into accounts, runs <c>eval</c> lines in the shell, and reports errors with file and line.
/// </summary>
sealed partial class ConfigurationReader(PluginRegistry plugins, IShell shell, Expansion expansion)
{
    /// <summary>The command that loads a plugin.</summary>
    public const string Plugin = "plugin";

    /// <summary>The command in whose place the lines of another file are read.</summary>
    public const string Include = "include";

    /// <summary>The command below which variables and patterns are replaced.</summary>
    public const string Expand = "expand";

    /// <summary>Errors say which line is wrong, and nothing of what is in it.</summary>
    public bool IsDiscreet { get; init; }

    /// <summary>
    /// The accounts are only to be listed: a line that cannot be used is passed over, and so are secrets. With a shell that runs nothing and no source
    /// of plugins, nothing is run or loaded, however the file may ask for it.
    /// </summary>
    public bool IsListing { get; init; }

    /// <summary>What was included, by whatever file, even one that turned out to be wrong.</summary>
    public IncludedFiles Included { get; } = new();

    /// <param name="source">The file.</param>
    /// <param name="octets">Its contents.</param>
    /// <param name="cancellationToken">Stops a command of an <c>eval</c> line.</param>
    /// <exception cref="MailException">
    /// A line is wrong; the message names the file and, unless the line is too long, its number.
    /// </exception>
    public async ValueTask<ConfigurationFile> ReadAsync(ConfigurationSource source, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        var reading = new ConfigurationReading(new AccountsBuilder(plugins, expansion.Home)) { IsPrivate = source.IsPrivate };
        await ReadAsync(reading, new ConfigurationPlace(source.Path), octets, cancellationToken).ConfigureAwait(false);
        return new ConfigurationFile(source.Path, reading.Accounts.Finish(), reading.Accounts.HoldsSecret)
        {
            Commands = reading.Commands,
            Notes = reading.Notes,
        };
    }

    async ValueTask ReadAsync(ConfigurationReading reading, ConfigurationPlace place, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        octets = WithoutMark(place, octets);
        while (!octets.IsEmpty)
        {
            var line = NextLine(place, ref octets);
            place.Below = octets;
            try
            {
                await TakeAsync(reading, place, line, cancellationToken).ConfigureAwait(false);
            }
            catch (MailException) when (IsListing)
            {
                // Whoever uses the account will be told.
            }
            catch (MailException e) when (IsDiscreet)
            {
                // Who has seen it work under another name of this program would look for the fault in the line.
                var reason = reading.LacksVariable ? ": it needs a variable of the environment, which is left behind" : "";
                throw new MailException(e.ExitCode, DeliveryStage.Configure, $"{place.Title} cannot be used{reason}");
            }
        }
    }

    async ValueTask TakeAsync(ConfigurationReading reading, ConfigurationPlace place, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        if (Closed(place, ConfigurationLine.Read(octets)) is not { } line)
            return;
        switch (line.Command)
        {
            case "eval":
                await TakePrintedAsync(reading, place, line.Argument, cancellationToken).ConfigureAwait(false);
                break;
            case Plugin:
                await RequireAsync(place, reading.Commands is null ? line.Argument : null, cancellationToken).ConfigureAwait(false);
                break;
            case Include:
                await IncludeAsync(reading, place, Expanded(reading, place, line).Argument, cancellationToken).ConfigureAwait(false);
                break;
            case Expand:
                place.Expands = IsOn(place, line.Argument);
                break;
            default:
                Add(reading, place, Expanded(reading, place, line));
                break;
        }
    }

    // A line that comes from a command is complete: nothing in it is replaced.
    async ValueTask TakePrintedAsync(ConfigurationReading reading, ConfigurationPlace place, string command, CancellationToken cancellationToken)
    {
        var printed = await EvaluateAsync(place, command, cancellationToken).ConfigureAwait(false);
        if (Closed(place, ConfigurationLine.Read(printed)) is { } line)
        {
            if (line.Command == Plugin)
                await RequireAsync(place, name: null, cancellationToken).ConfigureAwait(false);
            if (line.Command is Include or Expand || line.Command == SendmailOptions.Strict.Name)
                throw place.Wrong($"command {line.Command} must not come from an eval");
            Add(reading, place, line);
        }
        reading.AddCommand(command);
        // It may be a password.
        CryptographicOperations.ZeroMemory(printed);
    }

    static ReadOnlyMemory<byte> WithoutMark(ConfigurationPlace place, ReadOnlyMemory<byte> octets)
    {
        try
        {
            return octets[ByteOrderMark.LengthIn(octets.Span)..];
        }
        catch (InvalidDataException e)
        {
            place.Line = 1;
            throw place.Wrong(e);
        }
    }

    static ConfigurationLine? Closed(ConfigurationPlace place, ConfigurationLine? line) => line is not { HasOpenQuote: true, Command: var command }
        ? line
        : throw place.Wrong(
            $"the argument of command {command} begins with a quote but does not end with one",
            "close the quote; if the argument itself begins with a quote, put all of it in another pair of quotes");

    static ReadOnlyMemory<byte> NextLine(ConfigurationPlace place, ref ReadOnlyMemory<byte> octets)
    {
        try
        {
            place.Line++;
            return ConfigurationLines.Next(ref octets);
        }
        catch (InvalidDataException e)
        {
            throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"{place.Path}: {e.Message}", inner: e);
        }
    }

    async ValueTask<byte[]> EvaluateAsync(ConfigurationPlace place, string command, CancellationToken cancellationToken)
    {
        if (command.Length == 0)
            throw place.Wrong("command eval needs an argument");
        return await PrintedAsync(place, command, cancellationToken).ConfigureAwait(false)
            ?? throw new MailException(ExitCode.IoErr, DeliveryStage.Configure, $"{place.Path}: cannot read output of '{command}'")
            {
                Advice = $"the command of the eval in line {place.Line} printed nothing on its standard output: run it by hand, and without a terminal",
            };
    }

    async ValueTask<byte[]?> PrintedAsync(ConfigurationPlace place, string command, CancellationToken cancellationToken)
    {
        try
        {
            return await shell.ReadFirstLineAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            throw place.Failed(e);
        }
    }

    // An eval before it would run twice: in this program, and in the one that replaces it because it can load the plugin.
    async ValueTask RequireAsync(ConfigurationPlace place, string? name, CancellationToken cancellationToken)
    {
        if (name is null)
            throw place.Wrong("command plugin must come before any eval");
        try
        {
            await plugins.RequireAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            throw place.Failed(e);
        }
    }

    void Add(ConfigurationReading reading, ConfigurationPlace place, ConfigurationLine line)
    {
        // Settings end up in SMTP commands, header fields and log lines, and must not break any of them.
        if (line.Octets.Span.ContainsAny((byte)'\r', (byte)'\n', (byte)0))
            throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, $"{place.Title}: the argument of command {line.Command} holds a line break or NUL");
        if (place.IsIncluded && line.Command == SendmailOptions.Strict.Name)
            throw place.Wrong($"command {line.Command} must stand in the system's msmtprc itself, not in a file that is included");
        if (IsListing && plugins.FindCommand(line.Command) is { Setting.IsSecret: true })
            return;
        if (line.Command == FailoverSettings.Accounts.Name)
            line = line with { Place = place.Title };
        try
        {
            reading.Accounts.Add(line);
        }
        catch (InvalidDataException e)
        {
            throw place.Wrong(e, SettingAdvice.Of(line, plugins, reading.Accounts.Names, PluginBelow(place)));
        }
    }

    static string? PluginBelow(ConfigurationPlace place)
    {
        var octets = place.Below;
        for (var number = place.Line + 1; !octets.IsEmpty; number++)
        {
            var end = octets.Span.IndexOf((byte)'\n');
            if (ConfigurationLine.Read(end < 0 ? octets : octets[..end].TrimEnd("\r"u8)) is { Command: Plugin } plugin)
                return $"plugin {plugin.Argument} (line {number})";
            octets = end < 0 ? default : octets[(end + 1)..];
        }
        return null;
    }
}

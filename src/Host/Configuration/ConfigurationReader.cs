using System.Security.Cryptography;

namespace Msmtp.Hosting;

/// <summary>
/// Reads one msmtprc: turns lines into accounts, runs <c>eval</c> lines in the shell, and reports errors with file and line.
/// </summary>
sealed class ConfigurationReader(PluginRegistry plugins, IShell shell, string home)
{
    /// <summary>The command that loads a plugin.</summary>
    public const string Plugin = "plugin";

    /// <summary>Errors say which line is wrong, and nothing of what is in it.</summary>
    public bool IsDiscreet { get; init; }

    /// <param name="path">The file's name, for errors.</param>
    /// <param name="octets">Its contents.</param>
    /// <param name="cancellationToken">Stops a command of an <c>eval</c> line.</param>
    /// <exception cref="MailException">
    /// A line is wrong; the message names the file and, unless the line is too long, its number.
    /// </exception>
    public async ValueTask<ConfigurationFile> ReadAsync(string path, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        var accounts = new AccountsBuilder(plugins, home);
        string? evaluated = null;
        octets = WithoutMark(path, octets);
        for (var number = 1; !octets.IsEmpty; number++)
        {
            var line = NextLine(path, ref octets);
            var place = new Place(number, octets) { IsBelowEval = evaluated is not null };
            try
            {
                if (await TakeAsync(accounts, line, path, place, cancellationToken).ConfigureAwait(false) is { } command)
                    evaluated = evaluated is null ? command : $"{evaluated}\n{command}";
            }
            catch (MailException e) when (IsDiscreet)
            {
                throw new MailException(e.ExitCode, DeliveryStage.Configure, $"{path}: line {number} cannot be used");
            }
        }
        return new ConfigurationFile(path, accounts.Finish(), accounts.HoldsSecret) { Commands = evaluated };
    }

    // The command of an eval; null: it was none.
    async ValueTask<string?> TakeAsync(
        AccountsBuilder accounts, ReadOnlyMemory<byte> octets, string path, Place place, CancellationToken cancellationToken)
    {
        var line = Closed(path, place.Number, ConfigurationLine.Read(octets));
        var eval = line is { Command: "eval" } found ? found.Argument : null;
        var printed = eval is null ? null : await EvaluateAsync(path, place.Number, eval, cancellationToken).ConfigureAwait(false);
        var command = printed is null ? line : Closed(path, place.Number, ConfigurationLine.Read(printed));
        if (command is { Command: Plugin } plugin)
        {
            var isBelow = place.IsBelowEval || printed is not null;
            await RequireAsync(path, place.Number, isBelow ? null : plugin.Argument, cancellationToken).ConfigureAwait(false);
        }
        else if (printed is not null && command?.Command == SendmailOptions.Strict.Name)
        {
            throw Wrong(path, place.Number, new InvalidDataException($"command {SendmailOptions.Strict.Name} must not come from an eval"));
        }
        else if (command is { } setting)
        {
            Add(accounts, setting, path, place);
        }
        // It may be a password.
        CryptographicOperations.ZeroMemory(printed);
        return eval;
    }

    static ReadOnlyMemory<byte> WithoutMark(string path, ReadOnlyMemory<byte> octets)
    {
        try
        {
            return octets[ByteOrderMark.LengthIn(octets.Span)..];
        }
        catch (InvalidDataException e)
        {
            throw Wrong(path, 1, e);
        }
    }

    static ConfigurationLine? Closed(string path, int number, ConfigurationLine? line) => line is not { HasOpenQuote: true, Command: var command }
        ? line
        : throw Wrong(
            path, number, new InvalidDataException($"the argument of command {command} begins with a quote but does not end with one"),
            "close the quote; if the argument itself begins with a quote, put all of it in another pair of quotes");

    static ReadOnlyMemory<byte> NextLine(string path, ref ReadOnlyMemory<byte> octets)
    {
        try
        {
            return ConfigurationLines.Next(ref octets);
        }
        catch (InvalidDataException e)
        {
            throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"{path}: {e.Message}", inner: e);
        }
    }

    async ValueTask<byte[]> EvaluateAsync(string path, int number, string command, CancellationToken cancellationToken)
    {
        if (command.Length == 0)
            throw Wrong(path, number, new InvalidDataException("command eval needs an argument"));
        return await PrintedAsync(path, number, command, cancellationToken).ConfigureAwait(false)
            ?? throw new MailException(ExitCode.IoErr, DeliveryStage.Configure, $"{path}: cannot read output of '{command}'")
            {
                Advice = $"the command of the eval in line {number} printed nothing on its standard output: run it by hand, and without a terminal",
            };
    }

    async ValueTask<byte[]?> PrintedAsync(string path, int number, string command, CancellationToken cancellationToken)
    {
        try
        {
            return await shell.ReadFirstLineAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            throw new MailException(e.Failure with { Message = $"{path}: line {number}: {e.Message}" }, e);
        }
    }

    // An eval before it would run twice: in this program, and in the one that replaces it because it can load the plugin.
    async ValueTask RequireAsync(string path, int number, string? name, CancellationToken cancellationToken)
    {
        if (name is null)
            throw Wrong(path, number, new InvalidDataException("command plugin must come before any eval"));
        try
        {
            await plugins.RequireAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            throw new MailException(e.Failure with { Message = $"{path}: line {number}: {e.Message}" }, e);
        }
    }

    void Add(AccountsBuilder accounts, ConfigurationLine line, string path, Place place)
    {
        // Settings end up in SMTP commands, header fields and log lines, and must not break any of them.
        if (line.Octets.Span.ContainsAny((byte)'\r', (byte)'\n', (byte)0))
        {
            var problem = $"{path}: line {place.Number}: the argument of command {line.Command} holds a line break or NUL";
            throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, problem);
        }
        try
        {
            accounts.Add(line);
        }
        catch (InvalidDataException e)
        {
            throw Wrong(path, place.Number, e, SettingAdvice.Of(line, plugins, accounts.Names, PluginBelow(place)));
        }
    }

    static string? PluginBelow(Place place)
    {
        var octets = place.Below;
        for (var number = place.Number + 1; !octets.IsEmpty; number++)
        {
            var end = octets.Span.IndexOf((byte)'\n');
            if (ConfigurationLine.Read(end < 0 ? octets : octets[..end].TrimEnd("\r"u8)) is { Command: Plugin } plugin)
                return $"plugin {plugin.Argument} (line {number})";
            octets = end < 0 ? default : octets[(end + 1)..];
        }
        return null;
    }

    static MailException Wrong(string path, int number, InvalidDataException e, string? advice = null) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"{path}: line {number}: {e.Message}", inner: e) { Advice = advice };

    /// <summary>The number of a line, and what follows it.</summary>
    readonly record struct Place(int Number, ReadOnlyMemory<byte> Below)
    {
        /// <summary>A line above it was an <c>eval</c>.</summary>
        public bool IsBelowEval { get; init; }
    }
}

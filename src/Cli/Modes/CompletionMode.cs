using System.Text;
using Msmtp.Hosting;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>
/// <c>--complete=NAME WORD...</c>: what may be written in the place where somebody has pressed Tab, for the completions of shells. NAME is the long
/// option whose argument it is, or <see cref="Operands"/>; the words are those before it on the command line. Prints one candidate a line, with a tab
/// and a description behind it; what is wrong is passed over in silence, because a person is in the middle of typing.
/// </summary>
sealed class CompletionMode(PluginRegistry plugins, HostEnvironment environment, CommandLineContext context)
{
    /// <summary>Stands for what is no option: recipients.</summary>
    public const string Operands = "recipients";

    const string Prefix = "--" + OwnOptions.Complete + "=";
    const int MostMails = 1000;

    // A msmtprc may be a pipe, or on a disk that does not answer. Nobody waits longer for Tab.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    readonly StringBuilder text = new();
    readonly HashSet<string> known = [];

    /// <summary>A command line asks for it. It has to be the first word, for what follows may be wrong.</summary>
    public static bool IsAskedFor(IReadOnlyList<string> words) => words is [var first, ..] && first.StartsWith(Prefix, StringComparison.Ordinal);

    public async ValueTask<ExitCode> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        await using var end = new Timer(static _ => System.Environment.Exit((int)ExitCode.Ok), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            await AddAsync(words[0][Prefix.Length..], ArgumentsOf([.. words.Skip(1)]), cancellationToken);
        }
        catch (Exception e) when (e is MailException or IOException or UnauthorizedAccessException)
        {
            // There is nothing to offer, or nothing more.
        }
        StandardWriter.Output.Write(text.ToString());
        return ExitCode.Ok;
    }

    async ValueTask AddAsync(string name, Arguments arguments, CancellationToken cancellationToken)
    {
        if (name == Operands)
        {
            await AddOperandsAsync(arguments, cancellationToken);
            return;
        }
        if (new OptionTable(plugins.Settings, plugins.Modes).Find(name) is not [var option])
            return;
        foreach (var value in option.ValuesIn(plugins))
            Add(value, "");
        await AddAsync(option, arguments, cancellationToken);
    }

    async ValueTask AddAsync(KnownOption option, Arguments arguments, CancellationToken cancellationToken)
    {
        switch (option.Kind)
        {
            case ArgumentKind.Account:
                AddAccounts(await ReadAsync(arguments, cancellationToken));
                break;
            case ArgumentKind.Host:
                AddSettings(await ReadAsync(arguments, cancellationToken), CommonSettings.Host);
                break;
            case ArgumentKind.Address:
                AddSettings(await ReadAsync(arguments, cancellationToken), CommonSettings.From, EnvelopeSettings.FromAlso);
                break;
            case ArgumentKind.QueuedMail:
                await AddMailsAsync(option.Own, arguments, await ReadAsync(arguments, cancellationToken), cancellationToken);
                break;
        }
    }

    // A mode that is not about a mail takes no recipients, and --doctor an account.
    async ValueTask AddOperandsAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        if (arguments is { IsDoctor: false } and ({ Mode: not null } or { Queue: not null } or { OnlyPrints: true } or { PluginList: not null }))
            return;
        var configuration = await ReadAsync(arguments, cancellationToken);
        if (arguments.IsDoctor)
            AddAccounts(configuration);
        else if (AccountOf(arguments, configuration).Settings.Get(EnvelopeSettings.Aliases) is { } path)
            foreach (var alias in AliasExpansion.Names(path))
                Add(alias, "");
    }

    MailAccount AccountOf(Arguments arguments, LoadedConfiguration configuration)
    {
        var request = new AccountRequest { Name = arguments.Account, Sender = arguments.Settings.Get(CommonSettings.From), Overrides = arguments.Settings };
        return new AccountSearch(configuration, environment.User, static _ => { }).Find(request);
    }

    // As far as the words can be understood; a plugin's options cannot.
    Arguments ArgumentsOf(IReadOnlyList<string> words)
    {
        var line = GetOpt.Read(words, new OptionTable(plugins.Settings, plugins.Modes), context.IsPosixlyCorrect);
        var draft = new ArgumentsDraft(context);
        foreach (var use in line.Options)
            draft.Apply(use);
        return draft.Build(line.Operands);
    }

    ValueTask<LoadedConfiguration> ReadAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        // The shell would put the home directory there.
        var file = arguments.File is ['~', '/', .. var path] ? $"{context.Home}/{path}" : arguments.File;
        // The canonical name of a host would be asked for.
        var expansion = new Expansion(environment.User with { Canonical = static host => host }, environment.Environment);
        var reader = new ConfigurationReader(plugins, new NoShell(), expansion) { IsListing = true };
        return new ConfigurationLoader(reader, new ConfigurationPaths(environment.User, environment.Environment)).ReadAsync(file, static _ => { }, cancellationToken);
    }

    void AddAccounts(LoadedConfiguration configuration)
    {
        foreach (var account in configuration.All)
            Add(account.Name ?? "", account.Settings.Get(CommonSettings.From) ?? account.Settings.Get(CommonSettings.Host) ?? "");
    }

    void AddSettings(LoadedConfiguration configuration, params IReadOnlyList<SettingKey<string?>> keys)
    {
        foreach (var account in configuration.All)
            foreach (var key in keys)
                foreach (var value in (account.Settings.Get(key) ?? "").Split(' ', '\t'))
                    if (value.AsSpan().IndexOfAny("%*?[") < 0)
                        Add(value, account.Name ?? "");
    }

    async ValueTask AddMailsAsync(OwnMeaning meaning, Arguments arguments, LoadedConfiguration configuration, CancellationToken cancellationToken)
    {
        var now = environment.Time.GetUtcNow();
        var count = 0;
        await foreach (var mail in new QueueReading(Queues(arguments, configuration), static _ => { }).ReadAsync(cancellationToken))
        {
            if (!IsFor(meaning, mail))
                continue;
            Add(mail.Id, $"{QueueTable.StateOf(mail, now)}, to {string.Join(", ", mail.Open().Select(static recipient => recipient.Recipient.Address))}");
            if (++count == MostMails)
                return;
        }
    }

    static bool IsFor(OwnMeaning meaning, QueuedMail mail) => meaning switch
    {
        OwnMeaning.QueueHold or OwnMeaning.QueueRun => mail.State == QueuedMailState.Waiting,
        OwnMeaning.QueueRelease => mail.State == QueuedMailState.Held,
        _ => true,
    };

    // The user's own: the service of the system is not asked.
    List<FoundQueue> Queues(Arguments arguments, LoadedConfiguration configuration)
    {
        var accounts = arguments.Account is { } name
            ? configuration.All.Where(account => account.Name == name)
            : configuration.All.Append(new MailAccount(AccountSettings.Empty));
        var resolver = new AccountResolver(plugins, environment, static _ => { });
        var queues = new List<FoundQueue>();
        var places = new HashSet<string>();
        foreach (var account in accounts)
            if (places.Add(MailQueues.KeyOf(plugins, account.Settings)))
                queues.Add(new FoundQueue(MailQueues.Of(plugins, resolver.ContextFor(account)), account.Settings));
        return queues;
    }

    // What would not be shown as it is cannot be chosen by reading it, and would have to be told from other words in each shell.
    void Add(string value, string description)
    {
        if (value.Length == 0 || PrintableText.Text(value) != value || !known.Add(value))
            return;
        text.Append(value);
        if (description.Length > 0)
            text.Append('\t').Append(PrintableText.Text(description));
        text.Append('\n');
    }

    /// <summary>Runs nothing.</summary>
    sealed class NoShell : IShell
    {
        public ValueTask<byte[]?> ReadFirstLineAsync(string command, CancellationToken cancellationToken) => throw Refusal();

        public ValueTask<ShellResult> RunAsync(ShellCommand command, CancellationToken cancellationToken) => throw Refusal();

        static MailException Refusal() => new(ExitCode.NoPerm, DeliveryStage.Configure, "nothing is run to complete a command line");
    }
}

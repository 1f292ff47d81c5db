namespace Msmtp.Hosting;

/// <summary>
/// Finds the account that a mail goes by, and lays over it what the command line says. Tells in msmtp's words how it was found.
/// </summary>
sealed class AccountSearch(LoadedConfiguration configuration, UserEnvironment user, Action<string> tell)
{
    /// <summary>
    /// The socket of the service that is asked where the system's file exists and cannot be read; null: nobody is.
    /// </summary>
    public string? Service { get; init; }

    /// <exception cref="MailException">There is no such account.</exception>
    public MailAccount Find(AccountRequest request)
    {
        var account = FindWritten(request);
        return account with { Settings = Overlaid(account.Settings, request) };
    }

    MailAccount FindWritten(AccountRequest request)
    {
        if (request.Overrides.Has(CommonSettings.Host))
        {
            tell("using account specified on command line");
            return new MailAccount(AccountSettings.Empty);
        }
        if (request.Name is { } name)
            return configuration.Find(name) ?? throw NotFound(name);
        return FindBySender(request.Sender) ?? FindDefault(request);
    }

    MailAccount? FindBySender(string? sender)
    {
        if (sender is null)
            return null;
        var account = configuration.All.FirstOrDefault(account => Sends(account.Settings, sender));
        if (account is not null)
            tell($"account chosen by envelope from address {sender}: {account.Name}");
        return account;
    }

    static bool Sends(AccountSettings settings, string sender) =>
        settings.Get(CommonSettings.From) is { } from && SenderPattern.Matches(from, sender)
        || SenderPattern.MatchesAny(settings.Get(EnvelopeSettings.FromAlso), sender);

    MailAccount FindDefault(AccountRequest request)
    {
        tell("falling back to default account");
        return configuration.Find(request.DefaultName) ?? FromEnvironment(request) ?? OfService() ?? throw NotFound(request.DefaultName);
    }

    MailAccount? FromEnvironment(AccountRequest request)
    {
        var sender = user.Variable("EMAIL") ?? request.Sender;
        if (user.Variable("SMTPSERVER") is not { } server || request.Purpose != AccountPurpose.Ask && sender is null)
            return null;
        tell("using environment variables EMAIL and SMTPSERVER");
        return new MailAccount(AccountSettings.Empty.With(CommonSettings.Host, server).With(CommonSettings.From, sender is null ? null : AddressParts.OfMailbox(sender)));
    }

    // A file that users cannot read has secrets. Only the system's own users can put something into that folder. What is wrong with a file of the
    // user's own is told.
    MailAccount? OfService()
    {
        if (!configuration.Unread.Any(static file => file.IsSystem) || !File.Exists(Service))
            return null;
        tell($"using the service at {Service}");
        return new MailAccount(AccountSettings.Empty.With(HandOverToService.Socket, Service));
    }

    static AccountSettings Overlaid(AccountSettings settings, AccountRequest request)
    {
        var result = settings.With(request.Overrides);
        if (request.Sender is null)
            return result;
        // Those of from_also are the account's own, too.
        var mayOverride = settings.Get(EnvelopeSettings.AllowFromOverride)
            || SenderPattern.MatchesAny(settings.Get(EnvelopeSettings.FromAlso), request.Sender);
        return result.With(CommonSettings.From, mayOverride ? request.Sender : settings.Get(CommonSettings.From));
    }

    MailException NotFound(string name) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"account {name} not found{configuration.Places}") { Advice = Advice(name) };

    string? Advice(string name)
    {
        if (configuration.Unread is [var file, ..])
            return $"{file.Path} exists, but you cannot read it: {file.Reason}{(file.IsSystem && Service is not null ? $"; nor is there a service at {Service}" : "")}";
        if (configuration is { System: null, User: null })
            return "there is no msmtprc yet: \"msmtp --configure=ADDRESS\" prints one for your mail address; or name a server with --host and --from";
        List<string> names = [.. configuration.All.Select(static account => account.Name ?? "")];
        if (names.Count == 0)
            return "no account is defined there: \"msmtp --configure=ADDRESS\" prints one for your mail address";
        var advice = SettingAdvice.Account(name, names);
        return name == new AccountRequest().DefaultName ? $"write \"account default : {names[0]}\" at the end, or name an account with -a; {advice}" : advice;
    }
}

using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>A mode of a plugin, such as <c>--serverinfo</c>. No mail is sent.</summary>
sealed class AskMode(CommandSession session, CommandMode mode)
{
    public async ValueTask<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        if (mode.NeedsNoAccount)
        {
            await RunAsync(session.Resolver.ContextFor(new MailAccount(AccountSettings.Empty)), cancellationToken);
            return ExitCode.Ok;
        }
        var configuration = await HeldConfiguration.ReadAsync(session, cancellationToken);
        using var ready = await session.Resolver.ResolveWithSecretsAsync(configuration.Release(session.Explain), session.Question, cancellationToken);
        if (session.TellsSettings)
            Tell(ready);
        if (session.Arguments.IsPretend)
            return ExitCode.Ok;
        await AskAsync(ready.Context, cancellationToken);
        if (mode.MendsAccount)
            await new MendedAccount(session, ready.Context).TryAsync(cancellationToken);
        return ExitCode.Ok;
    }

    async ValueTask AskAsync(PluginContext context, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(context, cancellationToken);
        }
        catch (MailException e)
        {
            throw TemporaryFailures.Marked(e, context.Account.Settings);
        }
    }

    ValueTask RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        mode.RunAsync(
            new ModeContext(context, session.Arguments.ModeArgument, session.Printer.Tell) { UserFile = UserFile, Prompt = new TerminalDialogue() },
            cancellationToken);

    string UserFile => session.Arguments.File ?? new ConfigurationPaths(session.Environment.User, session.Environment.Environment).User;

    void Tell(ResolvedAccount ready)
    {
        new SettingsPrinter(session.Plugins, session.Printer).Print(ready.ShownSettings, AccountPurpose.Ask);
        if (mode.ArgumentLabel is { } label)
            session.Printer.Tell($"{label} = {session.Arguments.ModeArgument}");
    }
}

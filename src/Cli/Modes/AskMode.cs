using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>A mode that a plugin brought, such as <c>--serverinfo</c>: no mail is sent.</summary>
sealed class AskMode(CommandSession session, CommandMode mode)
{
    public async ValueTask<ExitCode> RunAsync(CancellationToken ct)
    {
        if (mode.NeedsNoAccount)
        {
            await RunAsync(session.World.ContextFor(new Account(Settings.Empty), session.Plugins), ct);
            return ExitCode.Ok;
        }
        var configuration = await HeldConfiguration.ReadAsync(session, ct);
        using var ready = await session.Setup.PrepareAsync(configuration.Release(session.Explain), session.Question, ct);
        if (session.TellsSettings)
            Tell(ready);
        if (!session.Arguments.IsPretend)
            await AskAsync(ready.Context, ct);
        return ExitCode.Ok;
    }

    async ValueTask AskAsync(PluginContext context, CancellationToken ct)
    {
        try
        {
            await RunAsync(context, ct);
        }
        catch (MailException e)
        {
            throw TemporaryFailures.Marked(e, context.Account.Settings);
        }
    }

    ValueTask RunAsync(PluginContext context, CancellationToken ct) =>
        mode.RunAsync(
            new ModeContext(context, session.Arguments.ModeArgument, session.Printer.Tell) { UserFile = UserFile, Prompt = new TerminalDialogue() },
            ct);

    string UserFile => session.Arguments.File ?? new ConfigurationPaths(session.World.User, session.World.Surroundings).User;

    void Tell(ReadyAccount ready)
    {
        new SettingsPrinter(session.Plugins, session.Printer).Print(ready.ShownSettings, AccountUse.Ask);
        if (mode.ArgumentLabel is { } label)
            session.Printer.Tell($"{label} = {session.Arguments.ModeArgument}");
    }
}

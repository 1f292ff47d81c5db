using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>From the configuration to an account that is ready to be used, telling how on the way.</summary>
sealed class AccountSetup(CommandSession session)
{
    /// <summary>Chooses the account, asks the early sources of secrets, replaces patterns and checks the rules.</summary>
    public async ValueTask<ReadyAccount> PrepareAsync(AccountFiles files, AccountRequest request, CancellationToken ct)
    {
        var (plugins, world) = (session.Plugins, session.World);
        var preparation = new AccountPreparation(plugins, new Patterns(world.User, world.Surroundings), world.User);
        var account = preparation.Expand(new AccountChoice(files, world.User, session.Explain).Choose(request));
        var context = world.ContextFor(account, plugins);
        var secrets = new SecretChain(plugins, context);
        var early = await secrets.AskEarlyAsync(ct);
        preparation.Check(account, session.Arguments.IsPretend && request.Use == AccountUse.Send ? AccountUse.Show : request.Use);
        return new ReadyAccount(context with { Secrets = secrets }, secrets)
        {
            ShownSettings = early is null ? account.Settings : account.Settings.With(CommonSettings.Password, early),
        };
    }
}

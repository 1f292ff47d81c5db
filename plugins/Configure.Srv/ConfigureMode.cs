namespace Msmtp.Configure.Srv;

/// <summary><c>--configure ADDRESS</c>: looks up the submission server of the address's domain, and prints an account for it.</summary>
static class ConfigureMode
{
    public static readonly CommandMode Mode = new(
        new SettingOption("configure", ArgumentRule.Required)
        {
            Rank = 25,
            HelpArgument = "=mailaddress",
            Help = ["generate and print configuration for address"],
            Kind = ArgumentKind.Address,
        },
        static (mode, cancellationToken) => RunAsync(mode, new NameServers(mode.Plugin.Environment), cancellationToken))
    {
        NeedsNoAccount = true,
    };

    public static async ValueTask RunAsync(ModeContext mode, ISrvSource source, CancellationToken cancellationToken)
    {
        if (!MailAddress.TryParse(mode.Argument, out var address))
            throw Failed(ExitCode.DataErr, DeliveryStage.Configure, "invalid mail address");
        var server = await FindAsync(address, source, cancellationToken).ConfigureAwait(false)
            ?? throw NotFound("no SRV records for " + string.Join(" or ", SubmissionServer.Names(address.DomainInDns)));
        var account = new AccountText(address, server)
        {
            File = mode.UserFile,
            HasKeyring = mode.Plugin.SecretSources.Any(static facts => facts.IsKeyring),
        };
        foreach (var line in account.Lines)
            mode.Print(line);
    }

    static async ValueTask<SubmissionServer?> FindAsync(MailAddress address, ISrvSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await SubmissionServer.FindAsync(address.DomainInDns, source, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw Failed(ExitCode.DataErr, DeliveryStage.Configure, e.Message, e);
        }
        catch (IOException e)
        {
            throw NotFound(e.Message, e);
        }
    }

    static MailException NotFound(string why, Exception? inner = null) => Failed(ExitCode.NoHost, DeliveryStage.Resolve, why, inner);

    static MailException Failed(ExitCode exitCode, DeliveryStage stage, string why, Exception? inner = null) =>
        new(exitCode, stage, $"automatic configuration based on SRV records failed: {why}", inner: inner);
}

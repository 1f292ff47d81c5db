using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>One run of the command: what was asked for, and what is needed to do it.</summary>
sealed record CommandSession(Arguments Arguments, PluginRegistry Plugins, HostEnvironment Environment, Printer Printer)
{
    /// <summary>The settings are shown, and where they come from.</summary>
    public bool TellsSettings => Arguments.IsPretend || Arguments.IsDebug;

    /// <summary>Resolves accounts, and shows how if that is wanted.</summary>
    public AccountResolver Resolver => new(Plugins, Environment, Explain);

    /// <summary>The request for the account that a mail would use, in modes that send none.</summary>
    public AccountRequest Question => new()
    {
        Name = Arguments.Account,
        Sender = Arguments.Settings.Get(CommonSettings.From),
        Overrides = Arguments.Settings,
        Purpose = AccountPurpose.Ask,
    };

    /// <summary>Shows where the settings come from, if that is wanted.</summary>
    public void Explain(string line)
    {
        if (TellsSettings)
            Printer.Tell(line);
    }
}

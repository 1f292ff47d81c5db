using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>One run of the command: what was asked for, and what there is to do it with.</summary>
sealed record CommandSession(Arguments Arguments, PluginRegistry Plugins, HostEnvironment Environment, Printer Printer)
{
    /// <summary>The settings and how they came about are shown.</summary>
    public bool TellsSettings => Arguments.IsPretend || Arguments.IsDebug;

    /// <summary>The way to an account, told where that is wanted.</summary>
    public AccountResolver Resolver => new(Plugins, Environment, Explain);

    /// <summary>The account that a mail would go by, for those who send none.</summary>
    public AccountRequest Question => new()
    {
        Name = Arguments.Account,
        Sender = Arguments.Settings.Get(CommonSettings.From),
        Overrides = Arguments.Settings,
        Purpose = AccountPurpose.Ask,
    };

    /// <summary>Shows how the settings came about, where that is wanted.</summary>
    public void Explain(string line)
    {
        if (TellsSettings)
            Printer.Tell(line);
    }
}

namespace Msmtp.Cli;

/// <summary>What an option means to the command itself.</summary>
enum OwnMeaning
{
    /// <summary>Nothing: it is taken because sendmail has it.</summary>
    None,

    /// <summary>Print the version.</summary>
    Version,

    /// <summary>Print the help.</summary>
    Help,

    /// <summary>Do nothing, and tell what would be done.</summary>
    Pretend,

    /// <summary>Show what is done.</summary>
    Debug,

    /// <summary>Show what authenticates, too.</summary>
    DebugSecrets,

    /// <summary>Read that configuration file.</summary>
    ConfigurationFile,

    /// <summary>Use the account of that name.</summary>
    AccountName,

    /// <summary>Read recipients from the mail.</summary>
    ReadRecipients,

    /// <summary>Read the sender from the mail.</summary>
    ReadEnvelopeFrom,

    /// <summary>The sender's name.</summary>
    FullName,

    /// <summary>The reverse-path, by sendmail's other letter for it.</summary>
    Sender,

    /// <summary>Load that plugin.</summary>
    Plugin,

    /// <summary>A command of msmtprc with its argument.</summary>
    Setting,

    /// <summary>List the plugins.</summary>
    ListPlugins,

    /// <summary>Look for what keeps mail from being sent.</summary>
    Doctor,

    /// <summary>sendmail's mode of operation.</summary>
    Operation,
}

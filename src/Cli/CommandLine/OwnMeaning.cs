namespace Msmtp.Cli;

/// <summary>What an option means to the command itself.</summary>
enum OwnMeaning
{
    /// <summary>Nothing: it is accepted because sendmail has it.</summary>
    None,

    /// <summary>Print the version.</summary>
    Version,

    /// <summary>Print the help.</summary>
    Help,

    /// <summary>Do nothing, and show what would be done.</summary>
    Pretend,

    /// <summary>Show what is done.</summary>
    Debug,

    /// <summary>Show credentials, too.</summary>
    DebugSecrets,

    /// <summary>Read this configuration file.</summary>
    ConfigurationFile,

    /// <summary>Use the account with this name.</summary>
    AccountName,

    /// <summary>Read recipients from the mail.</summary>
    ReadRecipients,

    /// <summary>Read the sender from the mail.</summary>
    ReadEnvelopeFrom,

    /// <summary>The sender's name.</summary>
    FullName,

    /// <summary>The reverse-path, with sendmail's other letter for it.</summary>
    Sender,

    /// <summary>Load this plugin.</summary>
    Plugin,

    /// <summary>A command of msmtprc with its argument.</summary>
    Setting,

    /// <summary>List the plugins.</summary>
    ListPlugins,

    /// <summary>List what an argument may be, for a shell.</summary>
    Complete,

    /// <summary>Find out why mail cannot be sent.</summary>
    Doctor,

    /// <summary>sendmail's mode of operation.</summary>
    Operation,

    /// <summary>sendmail's other options by name, of which only the mode of delivery means something.</summary>
    Named,

    /// <summary>By what notifications name the mail.</summary>
    EnvelopeId,

    /// <summary>sendmail's run of the queue.</summary>
    SendmailRun,

    /// <summary>Accept the mail once only under this key.</summary>
    QueueKey,

    /// <summary>List the queue.</summary>
    QueueList,

    /// <summary>Send what is in the queue.</summary>
    QueueRun,

    /// <summary>Hold a queued mail.</summary>
    QueueHold,

    /// <summary>Release a held mail.</summary>
    QueueRelease,

    /// <summary>Try a queued mail again.</summary>
    QueueRetry,

    /// <summary>Delete a queued mail.</summary>
    QueueDelete,
}

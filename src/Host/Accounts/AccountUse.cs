namespace Msmtp.Hosting;

/// <summary>What an account is wanted for.</summary>
enum AccountUse
{
    /// <summary>A mail goes out, so that a reverse-path is needed.</summary>
    Send,

    /// <summary>Something else is asked of the server.</summary>
    Ask,

    /// <summary>The settings are only shown.</summary>
    Show,
}

namespace Msmtp.Hosting;

/// <summary>Why a connection was closed.</summary>
enum ConnectionEnd
{
    /// <summary>It rested too long, or its owner is closed.</summary>
    Idle,

    /// <summary>It has carried as many mails as it may, or is not to be kept.</summary>
    Retired,

    /// <summary>It was kept, and nobody listens any more.</summary>
    Spent,

    /// <summary>A mail was cut off in its middle.</summary>
    Broken,
}

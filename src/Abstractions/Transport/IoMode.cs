namespace Msmtp;

/// <summary>How a plugin does its input and output. The code is the same; only the stream at the bottom differs.</summary>
public enum IoMode
{
    /// <summary>Asynchronous sockets: for applications.</summary>
    Asynchronous,

    /// <summary>
    /// Blocking calls that have completed when they return, on the caller's thread: for the command, where no other work waits.
    /// </summary>
    Blocking,
}

namespace Msmtp.Bench;

/// <summary>One way to send the mail of a cell. Used by as many callers at a time as the cell has connections.</summary>
interface ISender : IAsyncDisposable
{
    /// <summary>Sends one mail and waits for the server's answer.</summary>
    ValueTask SendAsync();
}

namespace Msmtp.Transport.Smtp;

/// <summary>Which notifications the sender asks for (RFC 3461), as the parameters' values.</summary>
/// <param name="Notify">NOTIFY of each recipient; null: the server's custom.</param>
/// <param name="Return">RET of the mail; null: the server's custom.</param>
sealed record DsnRequest(string? Notify, string? Return)
{
    /// <summary>Something is asked for, so the server must know DSN.</summary>
    public bool IsMade => Notify is not null || Return is not null;
}

namespace Msmtp.Hosting;

/// <summary>A message of which the header has been read.</summary>
/// <param name="Header">The header.</param>
/// <param name="Body">
/// What follows the empty line, untouched. Can be read once, forward; disposing it does nothing: the source stays its owner's.
/// </param>
sealed record IncomingMessage(HeaderBlock Header, Stream Body)
{
    /// <inheritdoc cref="MessageContent.IsEightBit"/>
    public bool IsEightBit { get; init; }
}

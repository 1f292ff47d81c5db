namespace Msmtp.Hosting;

/// <summary>A piece of an address list. A view into the text.</summary>
readonly ref struct AddressToken(AddressTokenKind kind, ReadOnlySpan<byte> octets)
{
    public AddressTokenKind Kind { get; } = kind;

    /// <summary>
    /// The octets that belong to an address, if this piece does: a quoted string with its quotes, escaped text without its backslash.
    /// </summary>
    public ReadOnlySpan<byte> Octets { get; } = octets;
}

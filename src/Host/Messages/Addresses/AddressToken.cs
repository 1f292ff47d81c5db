namespace Msmtp.Hosting;

/// <summary>A token of an address list. A view into the text.</summary>
readonly ref struct AddressToken(AddressTokenKind kind, ReadOnlySpan<byte> octets)
{
    public AddressTokenKind Kind { get; } = kind;

    /// <summary>
    /// The octets that belong to an address, if this token does: a quoted string with its quotes, escaped text without its backslash.
    /// </summary>
    public ReadOnlySpan<byte> Octets { get; } = octets;
}

/// <summary>The kinds of <see cref="AddressToken"/>. Comments are not tokens: they are dropped.</summary>
enum AddressTokenKind
{
    /// <summary>Nothing is left.</summary>
    End,

    /// <summary>Part of a word.</summary>
    Text,

    /// <summary>A quoted string.</summary>
    Quoted,

    /// <summary>A blank or a tab.</summary>
    Blank,

    /// <summary>A line end and the blank or tab that begins the next line.</summary>
    Fold,

    /// <summary><c>,</c> or <c>;</c>.</summary>
    Separator,

    /// <summary><c>:</c>, which ends the name of a group.</summary>
    Colon,

    /// <summary><c>&lt;</c>.</summary>
    Open,

    /// <summary><c>&gt;</c>.</summary>
    Close,
}

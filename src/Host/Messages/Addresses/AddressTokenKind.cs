namespace Msmtp.Hosting;

/// <summary>The kinds of <see cref="AddressToken"/>. Comments are no tokens: they vanish.</summary>
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

    /// <summary>A line end and the blank or tab that starts the next line.</summary>
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

namespace Msmtp.Cli;

/// <summary>How a list is printed.</summary>
enum ListFormat
{
    /// <summary>Columns, for people.</summary>
    Table,

    /// <summary>RFC 8259, for programs.</summary>
    Json,
}

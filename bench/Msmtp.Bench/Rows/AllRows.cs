namespace Msmtp.Bench;

/// <summary>The table, in its order.</summary>
static class AllRows
{
    public static IReadOnlyList<Row> All { get; } =
    [
        .. SmallMail.Rows, .. StartTls.Rows, .. BigMail.Rows, .. ShellLoop.Rows,
        .. ManagedHost.Rows, .. RoundTrips.Rows, .. LibraryMails.Rows,
    ];
}

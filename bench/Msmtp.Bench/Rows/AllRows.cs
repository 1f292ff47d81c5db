namespace Msmtp.Bench;

/// <summary>The table, in its order.</summary>
static class AllRows
{
    public static IReadOnlyList<Row> All { get; } = [.. SmallMail.Rows];
}

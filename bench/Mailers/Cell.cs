namespace Msmtp.Bench;

/// <summary>One line of the table: what both libraries have to do.</summary>
/// <param name="Connections">Connections at a time, each with a mail under way.</param>
/// <param name="IsEncrypted">The connections are encrypted by STARTTLS.</param>
/// <param name="Size">Octets of a mail.</param>
sealed record Cell(int Connections, bool IsEncrypted, int Size)
{
    const int Small = 1000;
    const int Long = 100_000;

    public static IReadOnlyList<Cell> All { get; } =
    [
        .. from isEncrypted in (bool[])[false, true]
           from size in (int[])[Small, Long]
           from connections in (int[])[1, 4, 16]
           select new Cell(connections, isEncrypted, size),
    ];

    /// <summary>postfix's smtp-sink takes it: it knows no TLS, and is itself a limit for long mails.</summary>
    public bool SuitsPostfix => !IsEncrypted && Size == Small;

    public string Title => $"{Connections} × {Size / 1000} kB{(IsEncrypted ? ", TLS" : "")}";
}

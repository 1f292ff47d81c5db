namespace Msmtp.Bench;

/// <summary>The sink of a cell, in a process of its own.</summary>
sealed class CellServer : IDisposable
{
    const string Postfix = "/usr/sbin/smtp-sink";

    readonly Sink sink;

    CellServer(Sink sink, string name, string? authorityFile)
    {
        this.sink = sink;
        Name = name;
        Server = new Server(sink.Port, authorityFile);
    }

    public string Name { get; }

    public Server Server { get; }

    /// <param name="cell">The cell.</param>
    /// <param name="scratch">Where a file may be left.</param>
    public static CellServer Start(Cell cell, string scratch)
    {
        if (cell.SuitsPostfix && File.Exists(Postfix))
            return new CellServer(Sink.StartPostfix(), "smtp-sink", null);
        if (!cell.IsEncrypted)
            return new CellServer(Sink.StartOwn(), "own", null);
        var authorityFile = Path.Combine(scratch, "authority.pem");
        return new CellServer(Sink.StartOwnWithTls(authorityFile), "own", authorityFile);
    }

    public void Dispose() => sink.Dispose();
}

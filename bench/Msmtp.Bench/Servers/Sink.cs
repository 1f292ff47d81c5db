using System.Globalization;

namespace Msmtp.Bench;

/// <summary>A running server that accepts mail.</summary>
sealed class Sink : IDisposable
{
    readonly ServerProcess process;

    Sink(ServerProcess process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Our own, in a separate process.</summary>
    public static Sink StartOwn() => Own("sink");

    /// <summary>Our own with STARTTLS, which writes its authority's certificate into the file.</summary>
    public static Sink StartOwnWithTls(string authorityFile) => Own("sink", authorityFile);

    /// <summary>Postfix's smtp-sink.</summary>
    public static Sink StartPostfix()
    {
        var port = FreePort.Find();
        // smtp-sink ignores its standard input; a shell reads it instead, and ignores the terminal's ctrl-C, as background programs do, so
        // that it survives to end smtp-sink.
        const string Script = """
            trap '' INT
            user=
            [ "$(id -u)" != 0 ] || user='-u nobody'
            /usr/sbin/smtp-sink $user "127.0.0.1:$0" 500 & sink=$!
            echo started
            cat >/dev/null
            kill $sink
            """;
        var process = new ServerProcess("/bin/sh", "-c", Script, port.ToString(CultureInfo.InvariantCulture));
        process.FirstLine();
        FreePort.WaitUntilTaken(port);
        return new Sink(process, port);
    }

    public void Dispose() => process.Dispose();

    static Sink Own(params IEnumerable<string> arguments)
    {
        var process = new ServerProcess(Environment.ProcessPath!, arguments);
        return new Sink(process, int.Parse(process.FirstLine(), CultureInfo.InvariantCulture));
    }
}

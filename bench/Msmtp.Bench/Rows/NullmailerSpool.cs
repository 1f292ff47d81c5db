using System.Runtime.InteropServices;

namespace Msmtp.Bench;

/// <summary>
/// Nullmailer's way into its queue, which is always /var/spool/nullmailer: in a view of the file system of its own, that is a folder of the
/// bench's.
/// </summary>
sealed class NullmailerSpool
{
    const string Spool = "/var/spool";
    const int NewView = 0x20000;                            // CLONE_NEWNS
    const ulong BindMount = 4096, NotShared = 0x4000 | 1 << 18; // MS_BIND, MS_REC | MS_PRIVATE

    // Its program is set-user-ID mail.
    const string Preparation = """
        set -e
        cd "$0"
        install -d -o mail -m 755 nullmailer
        install -d -o mail -m 700 nullmailer/queue nullmailer/tmp nullmailer/failed
        mkfifo nullmailer/trigger
        chown mail nullmailer/trigger
        chmod 755 . "$(dirname "$0")"
        """;

    readonly Workbench bench;
    readonly string programs;

    NullmailerSpool(Workbench bench, string programs) => (this.bench, this.programs) = (bench, programs);

    /// <summary>Null: it is not here, or cannot be run.</summary>
    public static NullmailerSpool? Find(Workbench bench)
    {
        var programs = Path.Combine(bench.Root, "artifacts/peers/nullmailer/usr");
        return Environment.IsPrivilegedProcess && Directory.Exists(programs) ? new NullmailerSpool(bench, programs) : null;
    }

    public Command Enqueue(string mail) =>
        bench.Call(Path.Combine(programs, "bin/nullmailer-inject"), mail, "-f", "me@example.org", "you@example.net")
            .With("NULLMAILER_QUEUE", Path.Combine(programs, "sbin/nullmailer-queue"));

    /// <summary>Measures with that view, which a thread has for itself, and the programs that it starts.</summary>
    public Outcome See(Func<Outcome> measure)
    {
        var folder = bench.PathOf("spool");
        Directory.CreateDirectory(folder);
        Child.MustSucceed(bench.Call("/bin/sh", "/dev/null", "-c", Preparation, folder));
        Outcome? outcome = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Check(Libc.unshare(NewView));
                Check(Libc.mount("none", "/", null, NotShared, null));
                Check(Libc.mount(folder, Spool, null, BindMount, null));
                outcome = measure();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return outcome ?? throw new InvalidOperationException("nullmailer cannot be measured", failure);
    }

    static void Check(int result)
    {
        if (result != 0)
            throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
    }
}

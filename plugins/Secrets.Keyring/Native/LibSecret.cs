using System.Runtime.InteropServices;

namespace Msmtp.Secrets.Keyring.Native;

/// <summary>The Secret Service by libsecret, the library that msmtp uses. It is loaded when a password is looked up and not before.</summary>
sealed class LibSecret : ISecretService
{
    // GLib's own limit for a call on the bus. Only the handshake that comes first has none.
    static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(25);

    readonly GMainContext context;
    readonly GObject bus;
    readonly GObject service;

    LibSecret(GMainContext context, GObject bus, GObject service) => (this.context, this.bus, this.service) = (context, bus, service);

    /// <summary>Connects. Null: no library, no bus, no service.</summary>
    public static LibSecret? Open(CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(Imports.Secret, out _))
            return null;
        try
        {
            return Connect(ct);
        }
        catch (EntryPointNotFoundException)
        {
            return null;   // A library older than ten years.
        }
    }

    public Secret? Find(IReadOnlyDictionary<string, string> attributes, CancellationToken ct)
    {
        using var table = GStringTable.Of(attributes);
        using var cancellable = GCancellable.Of(ct);
        // No schema: the attributes name theirs, if they have one.
        using var value = Imports.LookUp(service, 0, table, cancellable, out var error);
        GError.Free(error);
        return value.IsInvalid || value.Copy() is not { } password ? null : new Secret(password);
    }

    public void Dispose()
    {
        service.Dispose();
        bus.Dispose();
        context.Dispose();
    }

    static LibSecret? Connect(CancellationToken ct)
    {
        var context = GMainContext.Push();
        var bus = ConnectBus(ct);
        var service = bus.IsInvalid ? bus : ConnectService(ct);
        var found = new LibSecret(context, bus, service);
        if (!service.IsInvalid)
            return found;
        found.Dispose();
        return null;
    }

    static GObject ConnectBus(CancellationToken ct)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(HandshakeLimit);
        using var cancellable = GCancellable.Of(late.Token);
        var bus = Imports.GetBus(Imports.SessionBus, cancellable, out var error);
        GError.Free(error);
        // Otherwise GLib ends the process when the session ends, in the middle of a mail.
        if (!bus.IsInvalid)
            Imports.SetExitOnClose(bus, exits: false);
        return bus;
    }

    static GObject ConnectService(CancellationToken ct)
    {
        using var cancellable = GCancellable.Of(ct);
        var service = Imports.OpenService(Imports.ServiceType(), 0, Imports.OpenSession, cancellable, out var error);
        GError.Free(error);
        return service;
    }
}

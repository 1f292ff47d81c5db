using System.Runtime.InteropServices;

namespace Msmtp.Secrets.Keyring;

/// <summary>The Secret Service through libsecret, as in msmtp. The library is loaded only when a password is looked up.</summary>
sealed partial class LibSecret : ISecretService
{
    // GLib's own limit for a call on the bus. Only the initial handshake has none.
    static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(25);

    // GBusType: the session bus. SecretServiceFlags: secrets are encrypted on the bus.
    const int BusOfTheSession = 2;
    const int OpenSession = 1 << 1;

    readonly GMainContext context;
    readonly GObject bus;
    readonly GObject service;

    LibSecret(GMainContext context, GObject bus, GObject service) => (this.context, this.bus, this.service) = (context, bus, service);

    /// <summary>Connects. Null: no library, no bus, no service.</summary>
    public static LibSecret? Open(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(Libraries.Secret, out _))
            return null;
        try
        {
            return Connect(cancellationToken);
        }
        catch (EntryPointNotFoundException)
        {
            return null;   // The library is more than ten years old.
        }
    }

    public Secret? Find(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken)
    {
        using var table = GStringTable.Of(attributes);
        using var cancellable = GCancellable.Of(cancellationToken);
        // No schema argument: the attributes name the schema, if there is one.
        using var value = LookUp(service, 0, table, cancellable, out var error);
        GError.Free(error);
        return value.IsInvalid || value.Copy() is not { } password ? null : new Secret(password);
    }

    public Secret? Read(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken)
    {
        using var table = GStringTable.Of(attributes);
        using var cancellable = GCancellable.Of(cancellationToken);
        using var value = LookUp(service, 0, table, cancellable, out var error);
        GError.Throw(error);
        return value.IsInvalid ? null : new Secret(value.CopyAll());
    }

    public void Store(IReadOnlyDictionary<string, string> attributes, string label, Secret secret, CancellationToken cancellationToken)
    {
        using var table = GStringTable.Of(attributes);
        using var value = SecretValue.Of(secret.Reveal());
        using var cancellable = GCancellable.Of(cancellationToken);
        // The service's default collection, normally the user's login keyring.
        var isKept = Keep(service, 0, table, 0, label, value, cancellable, out var error);
        GError.Throw(error);
        if (!isKept)
            throw new IOException("it does not keep the secret");
    }

    public bool Remove(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken)
    {
        using var table = GStringTable.Of(attributes);
        using var cancellable = GCancellable.Of(cancellationToken);
        var wasThere = Clear(service, 0, table, cancellable, out var error);
        GError.Throw(error);
        return wasThere;
    }

    public void Dispose()
    {
        service.Dispose();
        bus.Dispose();
        context.Dispose();
    }

    static LibSecret? Connect(CancellationToken cancellationToken)
    {
        var context = GMainContext.Push();
        var bus = ConnectBus(cancellationToken);
        var service = bus.IsInvalid ? bus : ConnectService(cancellationToken);
        var found = new LibSecret(context, bus, service);
        if (!service.IsInvalid)
            return found;
        found.Dispose();
        return null;
    }

    static GObject ConnectBus(CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(HandshakeLimit);
        using var cancellable = GCancellable.Of(late.Token);
        var bus = GetBus(BusOfTheSession, cancellable, out var error);
        GError.Free(error);
        // Otherwise GLib would end the process when the session ends, in the middle of a mail.
        if (!bus.IsInvalid)
            SetExitOnClose(bus, exits: false);
        return bus;
    }

    static GObject ConnectService(CancellationToken cancellationToken)
    {
        using var cancellable = GCancellable.Of(cancellationToken);
        var service = OpenService(ServiceType(), 0, OpenSession, cancellable, out var error);
        GError.Free(error);
        return service;
    }

    [LibraryImport(Libraries.Gio, EntryPoint = "g_bus_get_sync")]
    private static partial GObject GetBus(int type, GCancellable cancellable, out nint error);

    [LibraryImport(Libraries.Gio, EntryPoint = "g_dbus_connection_set_exit_on_close")]
    private static partial void SetExitOnClose(GObject connection, [MarshalAs(UnmanagedType.Bool)] bool exits);

    [LibraryImport(Libraries.Secret, EntryPoint = "secret_service_get_type")]
    private static partial nuint ServiceType();

    [LibraryImport(Libraries.Secret, EntryPoint = "secret_service_open_sync")]
    private static partial GObject OpenService(nuint type, nint busName, int flags, GCancellable cancellable, out nint error);

    [LibraryImport(Libraries.Secret, EntryPoint = "secret_service_store_sync", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Keep(
        GObject service, nint schema, GStringTable attributes, nint collection, string label, SecretValue value, GCancellable cancellable, out nint error);

    [LibraryImport(Libraries.Secret, EntryPoint = "secret_service_clear_sync")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Clear(GObject service, nint schema, GStringTable attributes, GCancellable cancellable, out nint error);

    [LibraryImport(Libraries.Secret, EntryPoint = "secret_service_lookup_sync")]
    private static partial SecretValue LookUp(GObject service, nint schema, GStringTable attributes, GCancellable cancellable, out nint error);
}

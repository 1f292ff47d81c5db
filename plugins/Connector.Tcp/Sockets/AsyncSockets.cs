using System.Diagnostics.CodeAnalysis;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// Whether asynchronous sockets are used. The native command, which always blocks, is built without them: that spares every start the
/// types they need, and the thread that would wait for them.
/// </summary>
static class AsyncSockets
{
    const string Switch = "Msmtp.AsyncSockets";

    /// <summary>They are built in, and wanted.</summary>
    public static bool Serve(IoMode io) => AreBuiltIn && io == IoMode.Asynchronous;

    // If the compiler knows the answer, it leaves out everything that depends on it.
    [FeatureSwitchDefinition(Switch)]
    static bool AreBuiltIn => !AppContext.TryGetSwitch(Switch, out var isBuiltIn) || isBuiltIn;
}

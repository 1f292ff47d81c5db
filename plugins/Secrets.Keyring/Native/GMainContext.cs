namespace Msmtp.Secrets.Keyring.Native;

/// <summary>
/// What GLib has to tell this thread, kept apart from the application's own loop, if it has one. Pushed and disposed by the same thread.
/// </summary>
sealed class GMainContext : IDisposable
{
    readonly nint context = Imports.NewContext();

    public static GMainContext Push()
    {
        var pushed = new GMainContext();
        Imports.PushContext(pushed.context);
        return pushed;
    }

    // What is still waiting refers to the objects that it is about, and would keep them for ever.
    public void Dispose()
    {
        while (Imports.Iterate(context, mayBlock: false))
        {
        }
        Imports.PopContext(context);
        Imports.UnrefContext(context);
    }
}

using BitMiracle.LibJpeg.Classic;

namespace OmeFs.Core.Codecs.Managed;

/// <summary>
/// Turns LibJpeg.Net's errors into faults, and also its warnings about damaged data, because its replacement pixels differ from libjpeg-turbo's.
/// For one decode.
/// </summary>
internal sealed class JpegFaults : jpeg_error_mgr
{
    private J_MESSAGE_CODE _code;

    public override void error_exit() => throw new OmeFsException(FaultKind.Corrupt, $"JPEG: {format_message()}");

    public override void emit_message(int msg_level)
    {
        const int warning = -1;
        if (msg_level != warning)
            return;
        var message = format_message();
        // Neither of these changes a pixel: surplus bytes, and application markers.
        if (_code is not (J_MESSAGE_CODE.JWRN_EXTRANEOUS_DATA or J_MESSAGE_CODE.JWRN_ADOBE_XFORM or J_MESSAGE_CODE.JWRN_JFIF_MAJOR))
            throw new OmeFsException(FaultKind.Corrupt, $"JPEG: {message}");
    }

    public override void output_message()
    {
    }

    /// <summary>The only place where the library gives the number of a message.</summary>
    protected override string GetMessageText(int code)
    {
        _code = (J_MESSAGE_CODE)code;
        return base.GetMessageText(code);
    }
}

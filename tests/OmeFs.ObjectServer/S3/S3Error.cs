using System.Xml.Linq;

namespace OmeFs.Testing.Remote;

/// <summary>Errors of S3 as answers: a status, and XML that names the error.</summary>
internal static class S3Error
{
    public static Answer Answer(S3ErrorCode code, string resource) => Remote.Answer.Xml(Status(code), Xml(code, resource));

    public static int Status(S3ErrorCode code) => code switch
    {
        S3ErrorCode.NoSuchKey or S3ErrorCode.NoSuchBucket => 404,
        S3ErrorCode.AccessDenied or S3ErrorCode.InvalidAccessKeyId or S3ErrorCode.RequestTimeTooSkewed => 403,
        S3ErrorCode.ExpiredToken or S3ErrorCode.InvalidArgument => 400,
        S3ErrorCode.PreconditionFailed => 412,
        S3ErrorCode.InvalidRange => 416,
        S3ErrorCode.MethodNotAllowed => 405,
        S3ErrorCode.NotImplemented => 501,
        S3ErrorCode.SlowDown => 503,
        S3ErrorCode.InternalError => 500,
    };

    public static string Xml(S3ErrorCode code, string resource) =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + new XElement(
            "Error",
            new XElement("Code", code.ToString()),
            new XElement("Message", "The test server answers with this error."),
            new XElement("Resource", "/" + resource),
            new XElement("RequestId", "0000000000000000")).ToString(SaveOptions.DisableFormatting);
}

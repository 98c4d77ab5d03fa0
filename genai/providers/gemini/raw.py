"""Raw: every type of the Gemini API, as on the wire.  https://ai.google.dev/api

The rule here: field names are the wire's. Words are open (``Listed``), None is left out, and every field may be left
out, because that is how this API writes its messages. What recordings have and the description lacks says so in a
comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias

from attrs import field, frozen

from ...wiretypes import Listed

JsonObject: TypeAlias = Mapping[str, Any]
"""Any JSON object; a JSON schema, for one."""

# --- Words of the wire ------------------------------------------------------------------------------------------------

AspectRatioWord: TypeAlias = Annotated[
    str,
    Listed(
        "ASPECT_RATIO_UNSPECIFIED",
        "ASPECT_RATIO_ONE_BY_ONE",
        "ASPECT_RATIO_TWO_BY_THREE",
        "ASPECT_RATIO_THREE_BY_TWO",
        "ASPECT_RATIO_THREE_BY_FOUR",
        "ASPECT_RATIO_FOUR_BY_THREE",
        "ASPECT_RATIO_FOUR_BY_FIVE",
        "ASPECT_RATIO_FIVE_BY_FOUR",
        "ASPECT_RATIO_NINE_BY_SIXTEEN",
        "ASPECT_RATIO_SIXTEEN_BY_NINE",
        "ASPECT_RATIO_TWENTY_ONE_BY_NINE",
        "ASPECT_RATIO_ONE_BY_EIGHT",
        "ASPECT_RATIO_EIGHT_BY_ONE",
        "ASPECT_RATIO_ONE_BY_FOUR",
        "ASPECT_RATIO_FOUR_BY_ONE",
    ),
]
"""Width to height, in the words of the flat form."""

AudioMimeType: TypeAlias = Annotated[
    str,
    Listed(
        "MIME_TYPE_UNSPECIFIED",
        "AUDIO_MP3",
        "AUDIO_OGG_OPUS",
        "AUDIO_L16",
        "AUDIO_WAV",
        "AUDIO_ALAW",
        "AUDIO_MULAW",
    ),
]
"""How sound is stored."""

BatchState: TypeAlias = Annotated[
    str,
    Listed(
        "BATCH_STATE_UNSPECIFIED",
        "BATCH_STATE_PENDING",
        "BATCH_STATE_RUNNING",
        "BATCH_STATE_SUCCEEDED",
        "BATCH_STATE_FAILED",
        "BATCH_STATE_CANCELLED",
        "BATCH_STATE_EXPIRED",
    ),
]
"""How far a batch is."""

BlockReason: TypeAlias = Annotated[
    str,
    Listed(
        "BLOCK_REASON_UNSPECIFIED",
        "SAFETY",
        "OTHER",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "IMAGE_SAFETY",
    ),
]
"""Why a request was refused before anything was made."""

ComputerEnvironment: TypeAlias = Annotated[
    str,
    Listed(
        "ENVIRONMENT_UNSPECIFIED",
        "ENVIRONMENT_BROWSER",
        "ENVIRONMENT_MOBILE",
        "ENVIRONMENT_DESKTOP",
    ),
]
"""Which kind of screen is used."""

Delivery: TypeAlias = Annotated[
    str,
    Listed(
        "DELIVERY_UNSPECIFIED",
        "INLINE",
        "URI",
    ),
]
"""Whether a file comes inside the answer, or as a URI."""

DynamicRetrievalMode: TypeAlias = Annotated[
    str,
    Listed(
        "MODE_UNSPECIFIED",
        "MODE_DYNAMIC",
    ),
]
"""Whether the model decides to search."""

FileSource: TypeAlias = Annotated[
    str,
    Listed(
        "SOURCE_UNSPECIFIED",
        "UPLOADED",
        "GENERATED",
        "REGISTERED",
    ),
]
"""Where a file comes from."""

FileState: TypeAlias = Annotated[
    str,
    Listed(
        "STATE_UNSPECIFIED",
        "PROCESSING",
        "ACTIVE",
        "FAILED",
    ),
]
"""Whether a file can be used yet."""

FinishReason: TypeAlias = Annotated[
    str,
    Listed(
        "FINISH_REASON_UNSPECIFIED",
        "STOP",
        "MAX_TOKENS",
        "SAFETY",
        "RECITATION",
        "LANGUAGE",
        "OTHER",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "MALFORMED_FUNCTION_CALL",
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_OTHER",
        "NO_IMAGE",
        "IMAGE_RECITATION",
        "UNEXPECTED_TOOL_CALL",
        "TOO_MANY_TOOL_CALLS",
        "MISSING_THOUGHT_SIGNATURE",
        "MALFORMED_RESPONSE",
        "ESCALATION",
    ),
]
"""Why an answer ended."""

FunctionBehavior: TypeAlias = Annotated[
    str,
    Listed(
        "UNSPECIFIED",
        "BLOCKING",
        "NON_BLOCKING",
    ),
]
"""Whether the model waits for a function (live sessions only)."""

FunctionCallingMode: TypeAlias = Annotated[
    str,
    Listed(
        "MODE_UNSPECIFIED",
        "AUTO",
        "ANY",
        "NONE",
        "VALIDATED",
    ),
]
"""Whether functions may, must or must not be called."""

HarmBlockThreshold: TypeAlias = Annotated[
    str,
    Listed(
        "HARM_BLOCK_THRESHOLD_UNSPECIFIED",
        "BLOCK_LOW_AND_ABOVE",
        "BLOCK_MEDIUM_AND_ABOVE",
        "BLOCK_ONLY_HIGH",
        "BLOCK_NONE",
        "OFF",
    ),
]
"""From which probability on something is blocked."""

HarmCategory: TypeAlias = Annotated[
    str,
    Listed(
        "HARM_CATEGORY_UNSPECIFIED",
        "HARM_CATEGORY_DEROGATORY",
        "HARM_CATEGORY_TOXICITY",
        "HARM_CATEGORY_VIOLENCE",
        "HARM_CATEGORY_SEXUAL",
        "HARM_CATEGORY_MEDICAL",
        "HARM_CATEGORY_DANGEROUS",
        "HARM_CATEGORY_HARASSMENT",
        "HARM_CATEGORY_HATE_SPEECH",
        "HARM_CATEGORY_SEXUALLY_EXPLICIT",
        "HARM_CATEGORY_DANGEROUS_CONTENT",
        "HARM_CATEGORY_CIVIC_INTEGRITY",
        "HARM_CATEGORY_JAILBREAK",
    ),
]
"""A kind of harm."""

HarmProbability: TypeAlias = Annotated[
    str,
    Listed(
        "HARM_PROBABILITY_UNSPECIFIED",
        "NEGLIGIBLE",
        "LOW",
        "MEDIUM",
        "HIGH",
    ),
]
"""How likely something is harmful."""

ImageMimeType: TypeAlias = Annotated[
    str,
    Listed(
        "MIME_TYPE_UNSPECIFIED",
        "IMAGE_JPEG",
    ),
]
"""How a picture is stored."""

ImageSizeWord: TypeAlias = Annotated[
    str,
    Listed(
        "IMAGE_SIZE_UNSPECIFIED",
        "IMAGE_SIZE_FIVE_TWELVE",
        "IMAGE_SIZE_ONE_K",
        "IMAGE_SIZE_TWO_K",
        "IMAGE_SIZE_FOUR_K",
    ),
]
"""How large a picture is, in the words of the flat form."""

Language: TypeAlias = Annotated[
    str,
    Listed(
        "LANGUAGE_UNSPECIFIED",
        "PYTHON",
    ),
]
"""The language of a program."""

MediaProcessing: TypeAlias = Annotated[
    str,
    Listed(
        "MEDIA_PROCESSING_UNSPECIFIED",
        "STATIC",
        "AGENTIC",
    ),
]
"""How a medium is looked at."""

MediaResolution: TypeAlias = Annotated[
    str,
    Listed(
        "MEDIA_RESOLUTION_UNSPECIFIED",
        "MEDIA_RESOLUTION_LOW",
        "MEDIA_RESOLUTION_MEDIUM",
        "MEDIA_RESOLUTION_HIGH",
    ),
]
"""How closely pictures and films are looked at."""

MediaResolutionLevel: TypeAlias = Annotated[
    str,
    Listed(
        "MEDIA_RESOLUTION_UNSPECIFIED",
        "MEDIA_RESOLUTION_LOW",
        "MEDIA_RESOLUTION_MEDIUM",
        "MEDIA_RESOLUTION_HIGH",
        "MEDIA_RESOLUTION_ULTRA_HIGH",
    ),
]
"""How closely one part is looked at."""

Modality: TypeAlias = Annotated[
    str,
    Listed(
        "MODALITY_UNSPECIFIED",
        "TEXT",
        "IMAGE",
        "VIDEO",
        "AUDIO",
        "DOCUMENT",
    ),
]
"""What tokens stand for."""

ModelStage: TypeAlias = Annotated[
    str,
    Listed(
        "MODEL_STAGE_UNSPECIFIED",
        "UNSTABLE_EXPERIMENTAL",
        "EXPERIMENTAL",
        "PREVIEW",
        "STABLE",
        "LEGACY",
        "DEPRECATED",
        "RETIRED",
    ),
]
"""How far a model is in its life."""

Outcome: TypeAlias = Annotated[
    str,
    Listed(
        "OUTCOME_UNSPECIFIED",
        "OUTCOME_OK",
        "OUTCOME_FAILED",
        "OUTCOME_DEADLINE_EXCEEDED",
    ),
]
"""How a program ended."""

ResponseModality: TypeAlias = Annotated[
    str,
    Listed(
        "MODALITY_UNSPECIFIED",
        "TEXT",
        "IMAGE",
        "AUDIO",
        "VIDEO",
    ),
]
"""What an answer may be made of."""

SafetyPolicy: TypeAlias = Annotated[
    str,
    Listed(
        "SAFETY_POLICY_UNSPECIFIED",
        "FINANCIAL_TRANSACTIONS",
        "SENSITIVE_DATA_MODIFICATION",
        "COMMUNICATION_TOOL",
        "ACCOUNT_CREATION",
        "DATA_MODIFICATION",
        "USER_CONSENT_MANAGEMENT",
        "LEGAL_TERMS_AND_AGREEMENTS",
    ),
]
"""What the use of a computer is guarded against."""

Scheduling: TypeAlias = Annotated[
    str,
    Listed(
        "SCHEDULING_UNSPECIFIED",
        "SILENT",
        "WHEN_IDLE",
        "INTERRUPT",
    ),
]
"""When a late answer of a function is heard (live sessions only)."""

SchemaType: TypeAlias = Annotated[
    str,
    Listed(
        "TYPE_UNSPECIFIED",
        "STRING",
        "NUMBER",
        "INTEGER",
        "BOOLEAN",
        "ARRAY",
        "OBJECT",
        "NULL",
    ),
]
"""The types of the OpenAPI dialect."""

ServiceTier: TypeAlias = Annotated[
    str,
    Listed(
        "unspecified",
        "standard",
        "flex",
        "priority",
    ),
]
"""Price and speed."""

TaskType: TypeAlias = Annotated[
    str,
    Listed(
        "TASK_TYPE_UNSPECIFIED",
        "RETRIEVAL_QUERY",
        "RETRIEVAL_DOCUMENT",
        "SEMANTIC_SIMILARITY",
        "CLASSIFICATION",
        "CLUSTERING",
        "QUESTION_ANSWERING",
        "FACT_VERIFICATION",
        "CODE_RETRIEVAL_QUERY",
    ),
]
"""What an embedding is for."""

TextMimeType: TypeAlias = Annotated[
    str,
    Listed(
        "MIME_TYPE_UNSPECIFIED",
        "APPLICATION_JSON",
        "TEXT_PLAIN",
    ),
]
"""How text is written."""

ThinkingLevel: TypeAlias = Annotated[
    str,
    Listed(
        "THINKING_LEVEL_UNSPECIFIED",
        "MINIMAL",
        "LOW",
        "MEDIUM",
        "HIGH",
    ),
]
"""How much the model thinks."""

ToolType: TypeAlias = Annotated[
    str,
    Listed(
        "TOOL_TYPE_UNSPECIFIED",
        "GOOGLE_SEARCH_WEB",
        "GOOGLE_SEARCH_IMAGE",
        "URL_CONTEXT",
        "GOOGLE_MAPS",
        "FILE_SEARCH",
    ),
]
"""A tool on the provider's side."""

TranscriptionMode: TypeAlias = Annotated[
    str,
    Listed(
        "MODE_UNSPECIFIED",
        "VERBATIM",
        "SMART",
    ),
]
"""How literally speech is written down."""

UrlRetrievalStatus: TypeAlias = Annotated[
    str,
    Listed(
        "URL_RETRIEVAL_STATUS_UNSPECIFIED",
        "URL_RETRIEVAL_STATUS_SUCCESS",
        "URL_RETRIEVAL_STATUS_ERROR",
        "URL_RETRIEVAL_STATUS_PAYWALL",
        "URL_RETRIEVAL_STATUS_UNSAFE",
    ),
]
"""Whether a page could be fetched."""

# --- Contents ---------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Content:
    """What one side said in one turn: ``role`` is ``"user"`` or ``"model"``."""

    role: str | None = None
    parts: Sequence[Part] | None = None


@frozen(kw_only=True)
class Part:
    """One part of a content: one of its data fields is set, and the others say something of it."""

    text: str | None = None
    thought: bool | None = None
    thoughtSignature: str | None = None
    inlineData: Blob | None = None
    fileData: FileData | None = None
    functionCall: FunctionCall | None = None
    functionResponse: FunctionResponse | None = None
    executableCode: ExecutableCode | None = None
    codeExecutionResult: CodeExecutionResult | None = None
    toolCall: ToolCall | None = None
    toolResponse: ToolResponse | None = None
    mediaProcessing: MediaProcessing | None = None
    mediaResolution: PartMediaResolution | None = None
    partMetadata: JsonObject | None = field(default=None, hash=False)
    videoMetadata: VideoMetadata | None = None


@frozen(kw_only=True)
class Blob:
    """Bytes, inside. (``data`` is taken out of a decoded answer; it is then null.)"""

    mimeType: str | None = None
    data: str | None = None


@frozen(kw_only=True)
class FileData:
    """Bytes, by their URI: an uploaded file, a film on YouTube, a public URL."""

    fileUri: str | None = None
    mimeType: str | None = None


@frozen(kw_only=True)
class VideoMetadata:
    """Which stretch of a film is meant, and how many of its pictures."""

    endOffset: str | None = None
    fps: float | None = None
    startOffset: str | None = None


@frozen(kw_only=True)
class PartMediaResolution:
    """How closely this part is looked at."""

    level: MediaResolutionLevel | None = None


@frozen(kw_only=True)
class FunctionCall:
    """The model asks for a function. Not every model gives it an id."""

    id: str | None = None
    name: str | None = None
    args: JsonObject | None = field(default=None, hash=False)


@frozen(kw_only=True)
class FunctionResponse:
    """What a function answered: ``{"output": ...}`` or ``{"error": ...}``."""

    id: str | None = None
    name: str | None = None
    response: JsonObject | None = field(default=None, hash=False)
    parts: Sequence[FunctionResponsePart] | None = None
    scheduling: Scheduling | None = None
    willContinue: bool | None = None


@frozen(kw_only=True)
class FunctionResponsePart:
    """A medium that a function answered."""

    inlineData: FunctionResponseBlob | None = None


@frozen(kw_only=True)
class FunctionResponseBlob:
    """Its bytes."""

    data: str | None = None
    mimeType: str | None = None


@frozen(kw_only=True)
class ExecutableCode:
    """A program that the model wrote, to be run at the provider."""

    code: str | None = None
    id: str | None = None
    language: Language | None = None


@frozen(kw_only=True)
class CodeExecutionResult:
    """What that program printed."""

    id: str | None = None
    outcome: Outcome | None = None
    output: str | None = None


@frozen(kw_only=True)
class ToolCall:
    """A call of a tool on the provider's side."""

    args: JsonObject | None = field(default=None, hash=False)
    id: str | None = None
    toolName: str | None = None
    toolType: ToolType | None = None


@frozen(kw_only=True)
class ToolResponse:
    """What that tool answered."""

    id: str | None = None
    response: JsonObject | None = field(default=None, hash=False)
    toolType: ToolType | None = None


# --- Tools ------------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Tool:
    """Tools, of one kind or of several."""

    codeExecution: CodeExecution | None = None
    computerUse: ComputerUse | None = None
    fileSearch: FileSearch | None = None
    functionDeclarations: Sequence[FunctionDeclaration] | None = None
    googleMaps: GoogleMaps | None = None
    googleSearch: GoogleSearch | None = None
    googleSearchRetrieval: GoogleSearchRetrieval | None = None
    mcpServers: Sequence[McpServer] | None = None
    urlContext: UrlContext | None = None


@frozen(kw_only=True)
class FunctionDeclaration:
    """A function of the caller's; its parameters in one of two dialects."""

    behavior: FunctionBehavior | None = None
    description: str | None = None
    name: str | None = None
    parameters: Schema | None = None
    parametersJsonSchema: Any = field(default=None, hash=False)
    response: Schema | None = None
    responseJsonSchema: Any = field(default=None, hash=False)


@frozen(kw_only=True)
class Schema:
    """A schema in the OpenAPI dialect, which is less than JSON Schema."""

    type: SchemaType | None = None
    format: str | None = None
    title: str | None = None
    description: str | None = None
    nullable: bool | None = None
    enum: Sequence[str] | None = None
    anyOf: Sequence[Schema] | None = None
    default: Any = field(default=None, hash=False)
    example: Any = field(default=None, hash=False)
    items: Schema | None = None
    maxItems: str | None = None
    maxLength: str | None = None
    maxProperties: str | None = None
    maximum: float | None = None
    minItems: str | None = None
    minLength: str | None = None
    minProperties: str | None = None
    minimum: float | None = None
    pattern: str | None = None
    properties: Mapping[str, Schema] | None = field(default=None, hash=False)
    propertyOrdering: Sequence[str] | None = None
    required: Sequence[str] | None = None


@frozen(kw_only=True)
class GoogleSearch:
    """Search the web."""

    searchTypes: SearchTypes | None = None
    timeRangeFilter: Interval | None = None


@frozen(kw_only=True)
class SearchTypes:
    """What is searched for."""

    imageSearch: ImageSearch | None = None
    webSearch: WebSearch | None = None


@frozen(kw_only=True)
class WebSearch:
    """Pages."""


@frozen(kw_only=True)
class ImageSearch:
    """Pictures."""


@frozen(kw_only=True)
class Interval:
    """From one time to another."""

    endTime: str | None = None
    startTime: str | None = None


@frozen(kw_only=True)
class GoogleSearchRetrieval:
    """The search of older models."""

    dynamicRetrievalConfig: DynamicRetrievalConfig | None = None


@frozen(kw_only=True)
class DynamicRetrievalConfig:
    """When it searches."""

    dynamicThreshold: float | None = None
    mode: DynamicRetrievalMode | None = None


@frozen(kw_only=True)
class UrlContext:
    """Fetch pages that the conversation names."""


@frozen(kw_only=True)
class CodeExecution:
    """Run programs that the model writes."""


@frozen(kw_only=True)
class FileSearch:
    """Search files in stores."""

    fileSearchStoreNames: Sequence[str] | None = None
    metadataFilter: str | None = None
    topK: int | None = None


@frozen(kw_only=True)
class GoogleMaps:
    """Look at maps."""

    enableWidget: bool | None = None


@frozen(kw_only=True)
class ComputerUse:
    """Use a computer's screen."""

    disabledSafetyPolicies: Sequence[SafetyPolicy] | None = None
    enablePromptInjectionDetection: bool | None = None
    environment: ComputerEnvironment | None = None
    excludedPredefinedFunctions: Sequence[str] | None = None


@frozen(kw_only=True)
class McpServer:
    """A server of tools."""

    name: str | None = None
    streamableHttpTransport: StreamableHttpTransport | None = None


@frozen(kw_only=True)
class StreamableHttpTransport:
    """How that server is reached."""

    headers: Mapping[str, str] | None = field(default=None, hash=False)
    sseReadTimeout: str | None = None
    terminateOnClose: bool | None = None
    timeout: str | None = None
    url: str | None = None


@frozen(kw_only=True)
class ToolConfig:
    """How tools are used."""

    functionCallingConfig: FunctionCallingConfig | None = None
    includeServerSideToolInvocations: bool | None = None
    retrievalConfig: RetrievalConfig | None = None


@frozen(kw_only=True)
class FunctionCallingConfig:
    """Which functions may or must be called."""

    allowedFunctionNames: Sequence[str] | None = None
    mode: FunctionCallingMode | None = None


@frozen(kw_only=True)
class RetrievalConfig:
    """Where the user is."""

    languageCode: str | None = None
    latLng: LatLng | None = None


@frozen(kw_only=True)
class LatLng:
    """A place on earth."""

    latitude: float | None = None
    longitude: float | None = None


# --- Generation -------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class GenerateContentRequest:
    """``POST /models/{model}:generateContent``.  https://ai.google.dev/api/generate-content"""

    model: str | None = None
    contents: Sequence[Content] | None = None
    systemInstruction: Content | None = None
    tools: Sequence[Tool] | None = None
    toolConfig: ToolConfig | None = None
    safetySettings: Sequence[SafetySetting] | None = None
    generationConfig: GenerationConfig | None = None
    cachedContent: str | None = None
    serviceTier: ServiceTier | None = None
    store: bool | None = None


@frozen(kw_only=True)
class GenerationConfig:
    """How an answer is made."""

    audioTranscriptionConfig: AudioTranscriptionConfig | None = None
    candidateCount: int | None = None
    enableAffectiveDialog: bool | None = None
    enableEnhancedCivicAnswers: bool | None = None
    frequencyPenalty: float | None = None
    imageConfig: ImageConfig | None = None
    logprobs: int | None = None
    maxOutputTokens: int | None = None
    mediaResolution: MediaResolution | None = None
    presencePenalty: float | None = None
    responseFormat: ResponseFormatConfig | None = None
    responseJsonSchema: Any = field(default=None, hash=False)
    responseLogprobs: bool | None = None
    responseMimeType: str | None = None
    responseModalities: Sequence[ResponseModality] | None = None
    responseSchema: Schema | None = None
    seed: int | None = None
    speechConfig: SpeechConfig | None = None
    stopSequences: Sequence[str] | None = None
    temperature: float | None = None
    thinkingConfig: ThinkingConfig | None = None
    topK: int | None = None
    topP: float | None = None
    translationConfig: TranslationConfig | None = None


@frozen(kw_only=True)
class ThinkingConfig:
    """How much the model thinks, and whether it shows that. A level or a budget, not both."""

    includeThoughts: bool | None = None
    thinkingBudget: int | None = None
    thinkingLevel: ThinkingLevel | None = None


@frozen(kw_only=True)
class ImageConfig:
    """How a picture is made."""

    aspectRatio: str | None = None
    imageSize: str | None = None


@frozen(kw_only=True)
class SpeechConfig:
    """How speech is made."""

    languageCode: str | None = None
    multiSpeakerVoiceConfig: MultiSpeakerVoiceConfig | None = None
    voiceConfig: VoiceConfig | None = None


@frozen(kw_only=True)
class VoiceConfig:
    """A voice."""

    prebuiltVoiceConfig: PrebuiltVoiceConfig | None = None


@frozen(kw_only=True)
class PrebuiltVoiceConfig:
    """A voice, by its name."""

    voiceName: str | None = None


@frozen(kw_only=True)
class MultiSpeakerVoiceConfig:
    """Several voices."""

    speakerVoiceConfigs: Sequence[SpeakerVoiceConfig] | None = None


@frozen(kw_only=True)
class SpeakerVoiceConfig:
    """The voice of one speaker."""

    speaker: str | None = None
    voiceConfig: VoiceConfig | None = None


@frozen(kw_only=True)
class TranslationConfig:
    """Into which language speech is translated."""

    echoTargetLanguage: bool | None = None
    targetLanguageCode: str | None = None


@frozen(kw_only=True)
class AudioTranscriptionConfig:
    """How speech is written down."""

    adaptationPhrases: Sequence[str] | None = None
    customVocabulary: Sequence[str] | None = None
    diarization: bool | None = None
    languageAuto: LanguageAuto | None = None
    languageCodes: Sequence[str] | None = None
    languageHints: LanguageHints | None = None
    mode: TranscriptionMode | None = None
    wordTimestamp: bool | None = None


@frozen(kw_only=True)
class LanguageHints:
    """Which languages to expect."""

    languageCodes: Sequence[str] | None = None


@frozen(kw_only=True)
class LanguageAuto:
    """Any language."""


@frozen(kw_only=True)
class ResponseFormatConfig:
    """The flat form of what an answer is made of."""

    audio: AudioResponseFormat | None = None
    image: ImageResponseFormat | None = None
    text: TextResponseFormat | None = None


@frozen(kw_only=True)
class AudioResponseFormat:
    """How sound is made."""

    bitRate: int | None = None
    delivery: Delivery | None = None
    mimeType: AudioMimeType | None = None
    sampleRate: int | None = None


@frozen(kw_only=True)
class ImageResponseFormat:
    """How pictures are made."""

    aspectRatio: AspectRatioWord | None = None
    delivery: Delivery | None = None
    imageSize: ImageSizeWord | None = None
    mimeType: ImageMimeType | None = None


@frozen(kw_only=True)
class TextResponseFormat:
    """How text is made."""

    mimeType: TextMimeType | None = None
    schema: Any = field(default=None, hash=False)


@frozen(kw_only=True)
class SafetySetting:
    """From when on one kind of harm is blocked."""

    category: HarmCategory | None = None
    threshold: HarmBlockThreshold | None = None


@frozen(kw_only=True)
class GenerateContentResponse:
    """A whole answer, or one event of a stream."""

    candidates: Sequence[Candidate] | None = None
    promptFeedback: PromptFeedback | None = None
    usageMetadata: UsageMetadata | None = None
    modelVersion: str | None = None
    responseId: str | None = None
    modelStatus: ModelStatus | None = None


@frozen(kw_only=True)
class Candidate:
    """One answer of those that were asked for."""

    avgLogprobs: float | None = None
    citationMetadata: CitationMetadata | None = None
    content: Content | None = None
    finishMessage: str | None = None
    finishReason: FinishReason | None = None
    groundingAttributions: Sequence[GroundingAttribution] | None = None
    groundingMetadata: GroundingMetadata | None = None
    index: int | None = None
    logprobsResult: LogprobsResult | None = None
    safetyRatings: Sequence[SafetyRating] | None = None
    tokenCount: int | None = None
    urlContextMetadata: UrlContextMetadata | None = None


@frozen(kw_only=True)
class PromptFeedback:
    """What the filters say of the request."""

    blockReason: BlockReason | None = None
    safetyRatings: Sequence[SafetyRating] | None = None


@frozen(kw_only=True)
class SafetyRating:
    """How harmful something is."""

    blocked: bool | None = None
    category: HarmCategory | None = None
    probability: HarmProbability | None = None


@frozen(kw_only=True)
class UsageMetadata:
    """Tokens. Thoughts and what tools brought in are counted beside the others, not inside."""

    cacheTokensDetails: Sequence[ModalityTokenCount] | None = None
    cachedContentTokenCount: int | None = None
    candidatesTokenCount: int | None = None
    candidatesTokensDetails: Sequence[ModalityTokenCount] | None = None
    promptTokenCount: int | None = None
    promptTokensDetails: Sequence[ModalityTokenCount] | None = None
    responseTokenCount: int | None = None
    responseTokensDetails: Sequence[ModalityTokenCount] | None = None
    serviceTier: ServiceTier | None = None
    thoughtsTokenCount: int | None = None
    toolUsePromptTokenCount: int | None = None
    toolUsePromptTokensDetails: Sequence[ModalityTokenCount] | None = None
    totalTokenCount: int | None = None


@frozen(kw_only=True)
class ModalityTokenCount:
    """Tokens of one kind."""

    modality: Modality | None = None
    tokenCount: int | None = None


@frozen(kw_only=True)
class ModelStatus:
    """Where a model is in its life."""

    message: str | None = None
    modelStage: ModelStage | None = None
    retirementTime: str | None = None


@frozen(kw_only=True)
class LogprobsResult:
    """Tokens and their probabilities."""

    chosenCandidates: Sequence[LogprobsResultCandidate] | None = None
    logProbabilitySum: float | None = None
    topCandidates: Sequence[TopCandidates] | None = None


@frozen(kw_only=True)
class TopCandidates:
    """The alternatives to one token."""

    candidates: Sequence[LogprobsResultCandidate] | None = None


@frozen(kw_only=True)
class LogprobsResultCandidate:
    """One token."""

    logProbability: float | None = None
    token: str | None = None
    tokenId: int | None = None


# --- What an answer rests on ------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class GroundingMetadata:
    """What was searched, found and used."""

    googleMapsWidgetContextToken: str | None = None
    groundingChunks: Sequence[GroundingChunk] | None = None
    groundingSupports: Sequence[GroundingSupport] | None = None
    imageSearchQueries: Sequence[str] | None = None
    retrievalMetadata: RetrievalMetadata | None = None
    searchEntryPoint: SearchEntryPoint | None = None
    webSearchQueries: Sequence[str] | None = None


@frozen(kw_only=True)
class GroundingChunk:
    """One source."""

    image: Image | None = None
    maps: Maps | None = None
    retrievedContext: RetrievedContext | None = None
    web: Web | None = None


@frozen(kw_only=True)
class Web:
    """A page."""

    title: str | None = None
    uri: str | None = None


@frozen(kw_only=True)
class Image:
    """A picture."""

    domain: str | None = None
    imageUri: str | None = None
    sourceUri: str | None = None
    title: str | None = None


@frozen(kw_only=True)
class Maps:
    """A place."""

    placeAnswerSources: PlaceAnswerSources | None = None
    placeId: str | None = None
    text: str | None = None
    title: str | None = None
    uri: str | None = None


@frozen(kw_only=True)
class PlaceAnswerSources:
    """What people wrote of a place."""

    reviewSnippets: Sequence[ReviewSnippet] | None = None


@frozen(kw_only=True)
class ReviewSnippet:
    """A review."""

    googleMapsUri: str | None = None
    reviewId: str | None = None
    title: str | None = None


@frozen(kw_only=True)
class RetrievedContext:
    """A piece of a file."""

    customMetadata: Sequence[GroundingChunkCustomMetadata] | None = None
    fileSearchStore: str | None = None
    mediaId: str | None = None
    pageNumber: int | None = None
    text: str | None = None
    title: str | None = None
    uri: str | None = None


@frozen(kw_only=True)
class GroundingChunkCustomMetadata:
    """What its owner says of a file."""

    key: str | None = None
    numericValue: float | None = None
    stringListValue: GroundingChunkStringList | None = None
    stringValue: str | None = None


@frozen(kw_only=True)
class GroundingChunkStringList:
    """Texts."""

    values: Sequence[str] | None = None


@frozen(kw_only=True)
class GroundingSupport:
    """Which part of the answer rests on which sources."""

    confidenceScores: Sequence[float] | None = None
    groundingChunkIndices: Sequence[int] | None = None
    renderedParts: Sequence[int] | None = None
    segment: Segment | None = None


@frozen(kw_only=True)
class Segment:
    """A part of the answer: its offsets count bytes of UTF-8."""

    endIndex: int | None = None
    partIndex: int | None = None
    startIndex: int | None = None
    text: str | None = None


@frozen(kw_only=True)
class SearchEntryPoint:
    """What Google wants shown beside a grounded answer."""

    renderedContent: str | None = None
    sdkBlob: str | None = None


@frozen(kw_only=True)
class RetrievalMetadata:
    """How useful a search would have been."""

    googleSearchDynamicRetrievalScore: float | None = None


@frozen(kw_only=True)
class UrlContextMetadata:
    """The pages that were fetched."""

    urlMetadata: Sequence[UrlMetadata] | None = None


@frozen(kw_only=True)
class UrlMetadata:
    """One page."""

    retrievedUrl: str | None = None
    urlRetrievalStatus: UrlRetrievalStatus | None = None


@frozen(kw_only=True)
class CitationMetadata:
    """What was recited."""

    citationSources: Sequence[CitationSource] | None = None


@frozen(kw_only=True)
class CitationSource:
    """A source that was recited; its offsets count bytes."""

    endIndex: int | None = None
    license: str | None = None
    startIndex: int | None = None
    uri: str | None = None


@frozen(kw_only=True)
class GroundingAttribution:
    """A source of the older semantic retrieval."""

    content: Content | None = None
    sourceId: AttributionSourceId | None = None


@frozen(kw_only=True)
class AttributionSourceId:
    """Which source."""

    groundingPassage: GroundingPassageId | None = None
    semanticRetrieverChunk: SemanticRetrieverChunk | None = None


@frozen(kw_only=True)
class GroundingPassageId:
    """A passage of the request."""

    partIndex: int | None = None
    passageId: str | None = None


@frozen(kw_only=True)
class SemanticRetrieverChunk:
    """A piece of a corpus."""

    chunk: str | None = None
    source: str | None = None


# --- Tokens and embeddings --------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class CountTokensRequest:
    """``POST /models/{model}:countTokens``: contents, or a whole request.  https://ai.google.dev/api/tokens"""

    contents: Sequence[Content] | None = None
    generateContentRequest: GenerateContentRequest | None = None


@frozen(kw_only=True)
class CountTokensResponse:
    """How many tokens that is."""

    cacheTokensDetails: Sequence[ModalityTokenCount] | None = None
    cachedContentTokenCount: int | None = None
    promptTokensDetails: Sequence[ModalityTokenCount] | None = None
    totalTokens: int | None = None


@frozen(kw_only=True)
class EmbedContentRequest:
    """``POST /models/{model}:embedContent``.  https://ai.google.dev/api/embeddings"""

    content: Content | None = None
    embedContentConfig: EmbedContentConfig | None = None
    model: str | None = None
    outputDimensionality: int | None = None
    taskType: TaskType | None = None
    title: str | None = None


@frozen(kw_only=True)
class EmbedContentConfig:
    """How an embedding is made."""

    audioTrackExtraction: bool | None = None
    autoTruncate: bool | None = None
    documentOcr: bool | None = None
    outputDimensionality: int | None = None
    taskType: TaskType | None = None
    title: str | None = None


@frozen(kw_only=True)
class EmbedContentResponse:
    """An embedding."""

    embedding: ContentEmbedding | None = None
    usageMetadata: EmbeddingUsageMetadata | None = None


@frozen(kw_only=True)
class ContentEmbedding:
    """Its numbers."""

    shape: Sequence[int] | None = None
    values: Sequence[float] | None = None


@frozen(kw_only=True)
class EmbeddingUsageMetadata:
    """Its tokens."""

    promptTokenCount: int | None = None
    promptTokenDetails: Sequence[ModalityTokenCount] | None = None


@frozen(kw_only=True)
class BatchEmbedContentsRequest:
    """Several at once."""

    requests: Sequence[EmbedContentRequest] | None = None


@frozen(kw_only=True)
class BatchEmbedContentsResponse:
    """As many embeddings, in their order."""

    embeddings: Sequence[ContentEmbedding] | None = None
    usageMetadata: EmbeddingUsageMetadata | None = None


# --- Caches -----------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class CachedContent:
    """Input that is kept for later requests.  https://ai.google.dev/api/caching"""

    contents: Sequence[Content] | None = None
    createTime: str | None = None
    displayName: str | None = None
    expireTime: str | None = None
    model: str | None = None
    name: str | None = None
    systemInstruction: Content | None = None
    toolConfig: ToolConfig | None = None
    tools: Sequence[Tool] | None = None
    ttl: str | None = None
    updateTime: str | None = None
    usageMetadata: CachedContentUsageMetadata | None = None


@frozen(kw_only=True)
class CachedContentUsageMetadata:
    """Its tokens."""

    totalTokenCount: int | None = None


@frozen(kw_only=True)
class ListCachedContentsResponse:
    """One page of them."""

    cachedContents: Sequence[CachedContent] | None = None
    nextPageToken: str | None = None


# --- Files ------------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class File:
    """An uploaded file, or one that was made; it is gone after two days.  https://ai.google.dev/api/files"""

    createTime: str | None = None
    displayName: str | None = None
    downloadUri: str | None = None
    error: Status | None = None
    expirationTime: str | None = None
    mimeType: str | None = None
    name: str | None = None
    sha256Hash: str | None = None
    sizeBytes: str | None = None
    source: FileSource | None = None
    state: FileState | None = None
    updateTime: str | None = None
    uri: str | None = None
    videoMetadata: VideoFileMetadata | None = None


@frozen(kw_only=True)
class VideoFileMetadata:
    """How long a film is."""

    videoDuration: str | None = None


@frozen(kw_only=True)
class Status:
    """An error.  https://cloud.google.com/apis/design/errors"""

    code: int | None = None
    details: Sequence[JsonObject] | None = None
    message: str | None = None


@frozen(kw_only=True)
class CreateFileRequest:
    """What begins an upload."""

    file: File | None = None


@frozen(kw_only=True)
class CreateFileResponse:
    """What ends it."""

    file: File | None = None


@frozen(kw_only=True)
class ListFilesResponse:
    """One page of them."""

    files: Sequence[File] | None = None
    nextPageToken: str | None = None


@frozen(kw_only=True)
class RegisterFilesRequest:
    """Files of Google Cloud Storage."""

    uris: Sequence[str] | None = None


@frozen(kw_only=True)
class RegisterFilesResponse:
    """The same, as files."""

    files: Sequence[File] | None = None


# --- Batches and operations -------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Operation:
    """Something that takes its time."""

    done: bool | None = None
    error: Status | None = None
    metadata: JsonObject | None = field(default=None, hash=False)
    name: str | None = None
    response: JsonObject | None = field(default=None, hash=False)


@frozen(kw_only=True)
class ListOperationsResponse:
    """One page of them."""

    nextPageToken: str | None = None
    operations: Sequence[Operation] | None = None
    unreachable: Sequence[str] | None = None


@frozen(kw_only=True)
class BatchGenerateContentRequest:
    """``POST /models/{model}:batchGenerateContent``.  https://ai.google.dev/api/batch-api"""

    batch: GenerateContentBatch | None = None


@frozen(kw_only=True)
class GenerateContentBatch:
    """Many requests in one job."""

    batchStats: BatchStats | None = None
    createTime: str | None = None
    displayName: str | None = None
    endTime: str | None = None
    inputConfig: InputConfig | None = None
    model: str | None = None
    name: str | None = None
    output: GenerateContentBatchOutput | None = None
    priority: str | None = None
    state: BatchState | None = None
    updateTime: str | None = None


@frozen(kw_only=True)
class InputConfig:
    """Where the requests are."""

    fileName: str | None = None
    requests: InlinedRequests | None = None


@frozen(kw_only=True)
class InlinedRequests:
    """The requests themselves."""

    requests: Sequence[InlinedRequest] | None = None


@frozen(kw_only=True)
class InlinedRequest:
    """One of them, with what you say of it."""

    metadata: JsonObject | None = field(default=None, hash=False)
    request: GenerateContentRequest | None = None


@frozen(kw_only=True)
class BatchStats:
    """How many are done."""

    failedRequestCount: str | None = None
    pendingRequestCount: str | None = None
    requestCount: str | None = None
    successfulRequestCount: str | None = None


@frozen(kw_only=True)
class GenerateContentBatchOutput:
    """Where the answers are."""

    inlinedResponses: InlinedResponses | None = None
    responsesFile: str | None = None


@frozen(kw_only=True)
class InlinedResponses:
    """The answers themselves."""

    inlinedResponses: Sequence[InlinedResponse] | None = None


@frozen(kw_only=True)
class InlinedResponse:
    """One of them, or its error."""

    error: Status | None = None
    metadata: JsonObject | None = field(default=None, hash=False)
    response: GenerateContentResponse | None = None


@frozen(kw_only=True)
class AsyncBatchEmbedContentRequest:
    """``POST /models/{model}:asyncBatchEmbedContent``."""

    batch: EmbedContentBatch | None = None


@frozen(kw_only=True)
class EmbedContentBatch:
    """Many embeddings in one job."""

    batchStats: EmbedContentBatchStats | None = None
    createTime: str | None = None
    displayName: str | None = None
    endTime: str | None = None
    inputConfig: InputEmbedContentConfig | None = None
    model: str | None = None
    name: str | None = None
    output: EmbedContentBatchOutput | None = None
    priority: str | None = None
    state: BatchState | None = None
    updateTime: str | None = None


@frozen(kw_only=True)
class InputEmbedContentConfig:
    """Where the requests are."""

    fileName: str | None = None
    requests: InlinedEmbedContentRequests | None = None


@frozen(kw_only=True)
class InlinedEmbedContentRequests:
    """The requests themselves."""

    requests: Sequence[InlinedEmbedContentRequest] | None = None


@frozen(kw_only=True)
class InlinedEmbedContentRequest:
    """One of them."""

    metadata: JsonObject | None = field(default=None, hash=False)
    request: EmbedContentRequest | None = None


@frozen(kw_only=True)
class EmbedContentBatchStats:
    """How many are done."""

    failedRequestCount: str | None = None
    pendingRequestCount: str | None = None
    requestCount: str | None = None
    successfulRequestCount: str | None = None


@frozen(kw_only=True)
class EmbedContentBatchOutput:
    """Where the embeddings are."""

    inlinedResponses: InlinedEmbedContentResponses | None = None
    responsesFile: str | None = None


@frozen(kw_only=True)
class InlinedEmbedContentResponses:
    """The embeddings themselves."""

    inlinedResponses: Sequence[InlinedEmbedContentResponse] | None = None


@frozen(kw_only=True)
class InlinedEmbedContentResponse:
    """One of them, or its error."""

    error: Status | None = None
    metadata: JsonObject | None = field(default=None, hash=False)
    response: EmbedContentResponse | None = None


# --- Models -----------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Model:
    """A model, as the API lists it.  https://ai.google.dev/api/models"""

    baseModelId: str | None = None
    description: str | None = None
    displayName: str | None = None
    inputTokenLimit: int | None = None
    maxTemperature: float | None = None
    name: str | None = None
    outputTokenLimit: int | None = None
    supportedGenerationMethods: Sequence[str] | None = None
    temperature: float | None = None
    thinking: bool | None = None
    topK: int | None = None
    topP: float | None = None
    version: str | None = None


@frozen(kw_only=True)
class ListModelsResponse:
    """One page of them."""

    models: Sequence[Model] | None = None
    nextPageToken: str | None = None


@frozen(kw_only=True)
class Empty:
    """Nothing, which is what deleting gives."""


# --- Stores of files: recorded, and documented at https://ai.google.dev/api/file-search; the description lacks them ---


@frozen(kw_only=True)
class FileSearchStore:
    """A store of files that a model can search."""

    name: str | None = None
    displayName: str | None = None
    createTime: str | None = None
    updateTime: str | None = None
    activeDocumentsCount: str | None = None
    pendingDocumentsCount: str | None = None
    failedDocumentsCount: str | None = None
    sizeBytes: str | None = None
    embeddingModel: str | None = None


@frozen(kw_only=True)
class ListFileSearchStoresResponse:
    """One page of them."""

    fileSearchStores: Sequence[FileSearchStore] | None = None
    nextPageToken: str | None = None


DocumentState: TypeAlias = Annotated[str, Listed("STATE_UNSPECIFIED", "STATE_PENDING", "STATE_ACTIVE", "STATE_FAILED")]
"""Whether a document can be searched yet."""


@frozen(kw_only=True)
class Document:
    """A file in a store."""

    name: str | None = None
    displayName: str | None = None
    customMetadata: Sequence[GroundingChunkCustomMetadata] | None = None
    updateTime: str | None = None
    createTime: str | None = None
    state: DocumentState | None = None
    sizeBytes: str | None = None
    mimeType: str | None = None


@frozen(kw_only=True)
class ListDocumentsResponse:
    """One page of them."""

    documents: Sequence[Document] | None = None
    nextPageToken: str | None = None


@frozen(kw_only=True)
class UploadToFileSearchStoreRequest:
    """What begins an upload into a store."""

    displayName: str | None = None
    customMetadata: Sequence[GroundingChunkCustomMetadata] | None = None
    chunkingConfig: JsonObject | None = field(default=None, hash=False)
    mimeType: str | None = None


# --- Imagen and Veo. The description says no more of these than "any": https://ai.google.dev/gemini-api/docs/imagen and
# --- https://ai.google.dev/gemini-api/docs/video tell the rest. ---


@frozen(kw_only=True)
class PredictRequest:
    """``POST /models/{model}:predict``, and ``:predictLongRunning``."""

    instances: Sequence[Any] | None = None
    parameters: Any = field(default=None, hash=False)


@frozen(kw_only=True)
class SafetyAttributes:
    """How harmful a picture is, when that was asked for."""

    categories: Sequence[str] | None = None
    scores: Sequence[float] | None = None


@frozen(kw_only=True)
class Prediction:
    """A picture of Imagen's, or why there is none. (Its bytes are taken out of a decoded answer.)"""

    mimeType: str | None = None
    bytesBase64Encoded: str | None = None
    raiFilteredReason: str | None = None
    safetyAttributes: SafetyAttributes | None = None
    prompt: str | None = None
    contentType: str | None = None


@frozen(kw_only=True)
class PredictResponse:
    """What Imagen made."""

    predictions: Sequence[Prediction] | None = None


@frozen(kw_only=True)
class Video:
    """A film of Veo's."""

    uri: str | None = None
    encodedVideo: str | None = None
    encoding: str | None = None


@frozen(kw_only=True)
class GeneratedSample:
    """One of those that were asked for."""

    video: Video | None = None


@frozen(kw_only=True)
class GenerateVideoResponse:
    """What Veo made, and what it did not."""

    generatedSamples: Sequence[GeneratedSample] | None = None
    raiMediaFilteredCount: int | None = None
    raiMediaFilteredReasons: Sequence[str] | None = None


@frozen(kw_only=True)
class VideoAnswer:
    """The ``response`` of an operation that makes films; ``@type`` says that it is one."""

    type: str | None = field(default=None, metadata={"name": "@type"})
    generateVideoResponse: GenerateVideoResponse | None = None


@frozen(kw_only=True)
class VideoOperation:
    """An operation that makes films."""

    name: str | None = None
    done: bool | None = None
    metadata: JsonObject | None = field(default=None, hash=False)
    response: VideoAnswer | None = None
    error: Status | None = None
